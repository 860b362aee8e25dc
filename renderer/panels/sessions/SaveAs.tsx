/** What a session can be saved as: one file to share, or its tables for other programs. */
import type { ExportKind } from '../../../shared/contract/exports';
import { Select } from '../../ui/Select';

/** Tables that people ask for; the command line has all of them. */
const TABLES = ['trades', 'liquidations', 'candles', 'funding', 'open-interest', 'gaps'] as const;

export function SaveAs(props: {
  readonly title: string;
  readonly save: (kind: ExportKind, table: string | null) => void;
}) {
  return (
    <Select
      name={`Save ${props.title} as`}
      className="sessions-save"
      value=""
      onChange={(choice) => {
        const [kind, table] = choice.split(' ');
        if (kind === 'file' || kind === 'csv' || kind === 'parquet') props.save(kind, table ?? null);
      }}
    >
      <option value="">Save as…</option>
      <option value="file">One file to share</option>
      <option value="csv">All tables as CSV</option>
      <option value="parquet">All tables as Parquet</option>
      {TABLES.map((table) => (
        <option key={table} value={`csv ${table}`}>
          {table} as CSV
        </option>
      ))}
    </Select>
  );
}
