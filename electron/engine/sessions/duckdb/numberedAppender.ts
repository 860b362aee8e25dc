import type { RowColumn, Table } from '../../../../shared/session/columns';
import { TableAppender } from './tableAppender';

interface Numbered<R> {
  readonly n: number;
  readonly record: R;
}

/** Numbers the rows of one table, from 1, in its first column. */
export class NumberedAppender<R> {
  readonly rows: TableAppender<Numbered<R>>;
  #count = 0;

  constructor(table: Table & { readonly cells: readonly RowColumn<R>[] }) {
    this.rows = new TableAppender<Numbered<R>>(table, [
      ({ n }) => n,
      ...table.cells.map(
        ({ cell }) =>
          ({ record }: Numbered<R>) =>
            cell(record),
      ),
    ]);
  }

  append(record: R): void {
    this.rows.append({ n: this.#count + 1, record });
    this.#count++;
  }
}
