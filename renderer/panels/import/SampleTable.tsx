/** The first rows of a file below what its columns are taken for, each of which can be corrected. */
import type { ImportFile } from '../../../shared/contract/imports';
import { ScrollArea } from '../../ui/ScrollArea';
import { wordsOf } from './importWords';

/** What a column can be. */
const MEANINGS: readonly string[] = [
  'time',
  'price',
  'amount',
  'side',
  'id',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'closeTime',
  'volumeQuote',
  'takerBuyBase',
  'tradeCount',
];

export function SampleTable(props: {
  readonly file: ImportFile;
  readonly onColumns: (columns: Record<string, number>) => void;
}) {
  const { file, onColumns } = props;
  const { sample, parameters } = file;
  if (sample === null || sample.rows.length === 0) return null;
  const columns = parameters?.columns ?? null;
  const width = Math.max(...sample.rows.map((row) => row.length));
  const positions = Array.from({ length: width }, (_, position) => position);
  const meaningOf = (position: number) =>
    Object.entries(columns ?? {}).find(([, at]) => at === position)?.[0] ?? '';
  const choose = (position: number, meaning: string) => {
    const rest = Object.entries(columns ?? {}).filter(([key, at]) => key !== meaning && at !== position);
    onColumns(Object.fromEntries(meaning === '' ? rest : [...rest, [meaning, position]]));
  };
  const offered = [...new Set([...MEANINGS, ...Object.keys(columns ?? {})])];
  return (
    <ScrollArea name={`First rows of ${file.name}`} className="import-sample">
      <table>
        <thead>
          <tr>
            {positions.map((position) => (
              <th key={position} scope="col">
                {sample.header?.[position] ?? `Column ${position + 1}`}
              </th>
            ))}
          </tr>
          {columns !== null && (
            <tr>
              {positions.map((position) => (
                <td key={position}>
                  <select
                    className="select"
                    aria-label={`Meaning of column ${position + 1}`}
                    value={meaningOf(position)}
                    onChange={(event) => choose(position, event.currentTarget.value)}
                  >
                    <option value="">not used</option>
                    {offered.map((meaning) => (
                      <option key={meaning} value={meaning}>
                        {wordsOf(meaning)}
                      </option>
                    ))}
                  </select>
                </td>
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {sample.rows.map((row, index) => (
            <tr key={index}>
              {positions.map((position) => (
                <td key={position}>{row[position]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
