import type { CheckName, Finding, Mark } from './check.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { Messages } from './messages/messages.ts';
import type { Report } from './run-checks.ts';

/** Each two columns wide on a terminal. */
const signs: Readonly<Record<Mark, string>> = { ok: '✅', warning: '⚠️ ', failed: '❌', skipped: '– ' };

/** How a run ended. */
export interface Outcome {
  report: Report;
  /** The operator stopped it. */
  isAborted: boolean;
  /** The operator accepts skipped checks. */
  partial: boolean;
  dryRun: boolean;
}

export function chooseExitCode({ report, isAborted, partial }: Outcome): number {
  if (isAborted || count(report, 'failed') > 0) return EXIT_CODES.failed;
  return partial || count(report, 'skipped') === 0 ? EXIT_CODES.good : EXIT_CODES.skipped;
}

/** One line of the table, and the fix below it. */
export function describeFinding(name: CheckName, { mark, seen, fix }: Finding, { names }: Messages): string {
  const width = Math.max(...Object.values(names).map((each) => each.length));
  const line = `${signs[mark]} ${names[name].padEnd(width)}  ${seen}`;
  return fix === undefined ? line : `${line}\n   → ${fix}`;
}

/** The last lines: the numbers of failed and skipped checks, and the missing keys and URLs. */
export function describeVerdict(outcome: Outcome, { verdict }: Messages): string {
  const { report, isAborted, partial, dryRun } = outcome;
  const failures = count(report, 'failed');
  const skips = count(report, 'skipped');
  const lines = [];
  if (failures > 0) lines.push(verdict.bad(failures));
  if (isAborted) lines.push(verdict.aborted);
  else if (failures === 0) lines.push(skips === 0 ? verdict.good : verdict.goodSoFar);
  const warnings = count(report, 'warning');
  if (warnings > 0) lines.push(verdict.warnings(warnings));
  if (skips > 0) lines.push(verdict.skipped(skips));
  const missing = listMissing(report);
  if (missing.length > 0) lines.push(verdict.missing(missing.join(', ')));
  if (skips > 0 && !dryRun) lines.push(verdict.noDryRun);
  if (chooseExitCode(outcome) === EXIT_CODES.skipped && !partial) lines.push(verdict.partial);
  return lines.join('\n');
}

/** The whole report for machines: names and marks are the same in every language. */
export function describeAsJson(outcome: Outcome, { names }: Messages): string {
  const { report, partial } = outcome;
  const checks = report.map(({ name, finding }) => ({ name, what: names[name], ...finding }));
  const ok = chooseExitCode(outcome) === EXIT_CODES.good;
  return JSON.stringify({ ok, partial, missing: listMissing(report), checks }, null, 2);
}

/** The missing arguments and variables for which checks were skipped, each once. */
function listMissing(report: Report): string[] {
  return [...new Set(report.flatMap(({ finding }) => finding.missing ?? []))];
}

function count(report: Report, mark: Mark): number {
  return report.filter(({ finding }) => finding.mark === mark).length;
}
