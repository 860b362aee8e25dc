/** What a session can be saved as: one file to share, or its tables for other programs. */
import type { ExportKind } from '../../../shared/contract/exports';
import { EVENT_TABLES } from '../../../shared/session/eventTables';
import { Select } from '../../ui/Select';

const FORMATS = [
  { kind: 'csv', title: 'CSV' },
  { kind: 'parquet', title: 'Parquet' },
] as const;

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
      {FORMATS.map(({ kind, title }) => (
        <option key={kind} value={kind}>
          All tables as {title}
        </option>
      ))}
      {FORMATS.map(({ kind, title }) => (
        <optgroup key={kind} label={`One table as ${title}`}>
          {EVENT_TABLES.map(({ exportName }) => (
            <option key={exportName} value={`${kind} ${exportName}`}>
              {exportName} as {title}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
