import type { ReactNode } from 'react';

interface ScrolledTableProps {
  /** For screen readers. */
  label: string;
  headers: readonly string[];
  /** The first cell of a row names it; the others are numbers. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table that scrolls by itself where the screen is narrow, also by keys; the names of its rows stay in sight. */
export function ScrolledTable({ label, headers, rows }: ScrolledTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a pointer it scrolls only while it has the focus
    <section className="rq-scrolled" aria-label={label} tabIndex={0}>
      <table className="rq-table">
        <thead>
          <tr>
            {headers.map((header) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...numbers] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {numbers.map((cell, position) => (
                <td key={headers[position + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
