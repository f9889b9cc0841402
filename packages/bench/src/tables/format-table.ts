import type { Spread } from '../measurements/spread.ts';

/** A Markdown table, aligned, with the keys of the first row as its head. */
export function formatTable(rows: readonly Record<string, string>[]): string {
  const head = Object.keys(rows[0] ?? {});
  const cells = [head, ...rows.map((row) => head.map((key) => row[key] ?? ''))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`);
  return [lines[0], `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|\n`, ...lines.slice(1)].join('');
}

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Without digits that no measurement yields: 1,234, 56.7 or 0.89; – for what is not known. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value >= 100) return wholeNumber.format(value);
  return value.toFixed(value >= 10 ? 1 : 2);
}

export function formatMedian(spread: Spread | undefined): string {
  return spread ? formatNumber(spread.median) : '–';
}

/** The median, and the least and the most beside it. */
export function formatSpread(spread: Spread | undefined): string {
  return spread ? `${formatNumber(spread.median)} (${formatNumber(spread.min)}–${formatNumber(spread.max)})` : '–';
}
