/** Lines of a table with aligned columns. Empty cells are shown as a dash, so that no column seems to be missing. */
export function table(headers: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string[] {
  const cells = [headers, ...rows.map((row) => row.map((cell) => String(cell ?? '') || '–'))];
  const widths = headers.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
