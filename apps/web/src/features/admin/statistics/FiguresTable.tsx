import type { ReactNode } from 'react';

interface FiguresTableProps {
  /** For screen readers. */
  label: string;
  headers: readonly string[];
  /** The first cell of a row names it; the others are figures. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table of figures. Where the screen is narrow each row is a block, in which each figure has its header. */
export function FiguresTable({ label, headers, rows }: FiguresTableProps) {
  return (
    <table className="rq-figures-table" aria-label={label}>
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
        {rows.map(({ key, cells: [name, ...figures] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {figures.map((figure, position) => (
              <td key={headers[position + 1]} data-header={headers[position + 1]}>
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
