/** The frame that readers of rows share: a refused file costs one finding, every other row gets its line. */
import type { FindingLog } from '../findings';
import type { FormatReader } from '../importFormat';

export interface RowHandler {
  row(row: readonly string[], line: number): void;
  end(): void;
}

/** `refusal`: why nothing of the file can be taken; null when it can. */
export function readerOfRows(
  refusal: string | null,
  handler: RowHandler,
  findings: FindingLog,
): FormatReader {
  return {
    rows(rows, firstLine) {
      if (refusal !== null) {
        findings.note('unsupported', 'refused', firstLine, refusal, rows.length);
        return;
      }
      let line = firstLine;
      for (const row of rows) handler.row(row, line++);
    },
    end: () => handler.end(),
  };
}
