/**
 * The tables of what only a simulator knows; see `truth.ts`. Empty in every other session.
 *
 * Invariant: `n` counts the rows of a table from 1 in the order they were written.
 */
import type { PositionSide } from '../model/events';
import {
  type LabelTruth,
  type LiquidationTruth,
  type PositionBinTruth,
  TRUTH_KINDS,
  type TruthKind,
  type TruthOf,
  type TruthRecord,
} from '../model/truth';
import {
  double,
  doubleOrNull,
  flag,
  integer,
  integerOrNull,
  plain,
  type RowBlock,
  type RowColumn,
  type Table,
  text,
  textOrNull,
  word,
  wordAt,
} from './columns';

export interface TruthTable<T extends TruthRecord> extends Table {
  readonly kind: TruthKind;
  /** Name users know it by on the command line, e.g. `truth-labels`. */
  readonly exportName: string;
  /** The columns behind `n`. */
  readonly cells: readonly RowColumn<T>[];
  /** Rows back to records: the exact inverse of `cells`. */
  records(block: RowBlock): (row: number) => T;
}

/** The order of `POSITION_SIDES` in `eventTables.ts`, which imports nothing from here. */
const SIDES = ['long', 'short'] as const satisfies readonly PositionSide[];

function define<T extends TruthRecord>(table: Omit<TruthTable<T>, 'columns' | 'addedLater'>): TruthTable<T> {
  return { ...table, columns: [plain('n', 'BIGINT'), ...table.cells], addedLater: true };
}

const liquidation = define<LiquidationTruth>({
  kind: 'liquidation',
  name: 'truth_liquidation',
  exportName: 'truth-liquidations',
  cells: [
    integer('t', (record) => record.exchangeTimeMs),
    text('asset', (record) => record.asset),
    textOrNull('venue', (record) => record.venue),
    word('position_side', SIDES, (record) => record.positionSide),
    double('notional_usd', (record) => record.notionalUsd),
    double('quantity_base', (record) => record.quantityBase),
    double('fill_price', (record) => record.fillPrice),
    double('entry_price', (record) => record.entryPrice),
    double('leverage', (record) => record.leverage),
    double('liquidation_price', (record) => record.liquidationPrice),
    flag('reported', (record) => record.reported),
  ],
  records(block) {
    const time = block.number('t');
    const asset = block.text('asset');
    const venue = block.textOrNull('venue');
    const side = block.number('position_side');
    const notional = block.number('notional_usd');
    const quantity = block.number('quantity_base');
    const fill = block.number('fill_price');
    const entry = block.number('entry_price');
    const leverage = block.number('leverage');
    const liquidationPrice = block.number('liquidation_price');
    const reported = block.number('reported');
    return (row) => ({
      kind: 'liquidation',
      exchangeTimeMs: time(row),
      asset: asset(row),
      venue: venue(row),
      positionSide: wordAt(SIDES, side(row)),
      notionalUsd: notional(row),
      quantityBase: quantity(row),
      fillPrice: fill(row),
      entryPrice: entry(row),
      leverage: leverage(row),
      liquidationPrice: liquidationPrice(row),
      reported: reported(row) === 1,
    });
  },
});

const positionBin = define<PositionBinTruth>({
  kind: 'positionBin',
  name: 'truth_position',
  exportName: 'truth-positions',
  cells: [
    integer('t', (record) => record.timeMs),
    text('asset', (record) => record.asset),
    word('position_side', SIDES, (record) => record.positionSide),
    double('low_price', (record) => record.lowPrice),
    double('high_price', (record) => record.highPrice),
    double('quantity_base', (record) => record.quantityBase),
    double('notional_usd', (record) => record.notionalUsd),
    integer('positions', (record) => record.count),
  ],
  records(block) {
    const time = block.number('t');
    const asset = block.text('asset');
    const side = block.number('position_side');
    const low = block.number('low_price');
    const high = block.number('high_price');
    const quantity = block.number('quantity_base');
    const notional = block.number('notional_usd');
    const positions = block.number('positions');
    return (row) => ({
      kind: 'positionBin',
      timeMs: time(row),
      asset: asset(row),
      positionSide: wordAt(SIDES, side(row)),
      lowPrice: low(row),
      highPrice: high(row),
      quantityBase: quantity(row),
      notionalUsd: notional(row),
      count: positions(row),
    });
  },
});

const label = define<LabelTruth>({
  kind: 'label',
  name: 'truth_label',
  exportName: 'truth-labels',
  cells: [
    integer('t', (record) => record.timeMs),
    integerOrNull('end_time', (record) => record.endMs),
    text('name', (record) => record.name),
    textOrNull('asset', (record) => record.asset),
    doubleOrNull('value', (record) => record.value),
  ],
  records(block) {
    const time = block.number('t');
    const end = block.numberOrNull('end_time');
    const name = block.text('name');
    const asset = block.textOrNull('asset');
    const value = block.numberOrNull('value');
    return (row) => ({
      kind: 'label',
      timeMs: time(row),
      endMs: end(row),
      name: name(row),
      asset: asset(row),
      value: value(row),
    });
  },
});

const byKind: { readonly [K in TruthKind]: TruthTable<TruthOf<K>> } = { liquidation, positionBin, label };

/** The table of a kind. */
export function truthTable<K extends TruthKind>(kind: K): TruthTable<TruthOf<K>> {
  return byKind[kind];
}

/** In the order of `TRUTH_KINDS`. */
export const TRUTH_TABLES: readonly TruthTable<TruthRecord>[] = TRUTH_KINDS.map((kind) => byKind[kind]);

/** By the name users type. */
export function findTruthTable(name: string): TruthTable<TruthRecord> | undefined {
  return TRUTH_TABLES.find((table) => table.name === name || table.exportName === name);
}

/** What pandas, SQL and CSV users see: times as timestamps, words for codes. */
export function truthSelect(table: TruthTable<TruthRecord>): string {
  const columns = table.columns.map(({ name }) => {
    if (name === 't') return 'epoch_ms("t") AS "ts"';
    if (name === 'end_time') return 'epoch_ms("end_time") AS "end_ts"';
    if (name === 'position_side')
      return `CASE "position_side" WHEN 0 THEN 'long' ELSE 'short' END AS "position_side"`;
    return name === 'reported' ? '"reported" = 1 AS "reported"' : `"${name}"`;
  });
  return `SELECT ${columns.join(', ')} FROM "${table.name}"`;
}
