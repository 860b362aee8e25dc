import type { TruthRecord } from '../../../../shared/model/truth';
import type { TruthTable } from '../../../../shared/session/truthTables';
import { TableAppender } from './tableAppender';

interface Numbered {
  readonly n: number;
  readonly record: TruthRecord;
}

/** Numbers the rows of one table of truth, from 1. */
export class TruthAppender {
  readonly rows: TableAppender<Numbered>;
  #count = 0;

  /** `append` must only be given records of the table's kind. */
  constructor(table: TruthTable<TruthRecord>) {
    this.rows = new TableAppender<Numbered>(table, [
      ({ n }) => n,
      ...table.cells.map(
        ({ cell }) =>
          ({ record }: Numbered) =>
            cell(record),
      ),
    ]);
  }

  append(record: TruthRecord): void {
    this.rows.append({ n: this.#count + 1, record });
    this.#count++;
  }
}
