import type { CheckName, Finding, Mark } from './check.ts';
import type { Messages } from './messages/messages.ts';
import type { Report } from './run-checks.ts';

/** All two columns wide on a terminal. */
const signs: Readonly<Record<Mark, string>> = { ok: '✅', warning: '⚠️ ', failed: '❌', skipped: '– ' };

/** One line of the table, and below it what to change. */
export function describeFinding(name: CheckName, { mark, seen, mend }: Finding, { names }: Messages): string {
  const width = Math.max(...Object.values(names).map((each) => each.length));
  const line = `${signs[mark]} ${names[name].padEnd(width)}  ${seen}`;
  return mend === undefined ? line : `${line}\n   → ${mend}`;
}

/** The last line. */
export function describeVerdict(report: Report, isAborted: boolean, { verdict }: Messages): string {
  const count = countFailures(report);
  if (count > 0) return verdict.bad(count);
  return isAborted ? verdict.aborted : verdict.good;
}

/** The whole report for machines: names and marks are the same in every language. */
export function describeAsJson(report: Report, isAborted: boolean, { names }: Messages): string {
  const checks = report.map(({ name, finding }) => ({ name, what: names[name], ...finding }));
  return JSON.stringify({ ok: isGood(report, isAborted), checks }, null, 2);
}

export function isGood(report: Report, isAborted: boolean): boolean {
  return countFailures(report) === 0 && !isAborted;
}

function countFailures(report: Report): number {
  return report.filter(({ finding }) => finding.mark === 'failed').length;
}
