/**
 * Market frames as one little-endian buffer and back.
 *
 *     0 u16 magic · 2 u8 version · 3 u8 kind · 4 u8 mode · 5 u8 lines of a study · 6 2 zero bytes · 8 u32 rows · 12 u32 skipped
 *     16 f64 epoch · 24 u32 bytes of text · 28 u32 bytes in all · 32 columns, each 8-byte aligned · text
 *
 * The text is a JSON list: the instrument ids of a tape, or the line ids of a study, which has a column for each
 * beside its open times; their number stands in byte 5. Columns are read as views of the received buffer,
 * without a copy when it is aligned. They are in the machine's byte order: every platform we run on is
 * little-endian. Decoding never throws: a cut or damaged buffer is an error, or (when only numbers inside
 * a column were hit) a well-formed frame.
 */
import { fail, ok, type Result } from '../model/result';
import type { BarsFrame, MarketFrame, StudyFrame, TapeFrame } from './frames';

const MAGIC = 0x7742;
const VERSION = 1;
const KIND_BARS = 1;
const KIND_TAPE = 2;
const KIND_STUDY = 3;
const HEADER_BYTES = 32;

const BAR_BYTES = { wide: 9, medium: 0, narrow: 1 };
const TAPE_BYTES = { wide: 5, medium: 1, narrow: 1 };

export function encodeFrame(frame: MarketFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'bars') return encodeBars(frame);
  return frame.type === 'tape' ? encodeTape(frame) : encodeStudy(frame);
}

/** The columns are views of `bytes`: whoever keeps the frame keeps the buffer. */
export function decodeFrame(bytes: Uint8Array): Result<MarketFrame> {
  if (bytes.byteLength < HEADER_BYTES) return damaged('it is cut short');
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (view.getUint16(0, true) !== MAGIC || view.getUint8(2) !== VERSION) {
    return damaged('it is not a frame of this version');
  }
  const kind = view.getUint8(3);
  if (kind < KIND_BARS || kind > KIND_STUDY) return damaged(`its kind ${kind} is unknown`);
  const mode = view.getUint8(4);
  if (mode > 1) return damaged(`its mode ${mode} is unknown`);
  const header: Header = {
    mode: mode === 0 ? 'snapshot' : 'update',
    rows: view.getUint32(8, true),
    skipped: view.getUint32(12, true),
    epoch: view.getFloat64(16, true),
    textBytes: view.getUint32(24, true),
    lines: view.getUint8(5),
  };
  const counts = kind === KIND_BARS ? BAR_BYTES : kind === KIND_TAPE ? TAPE_BYTES : studyBytes(header.lines);
  const expected = frameBytes(counts, header.rows, header.textBytes);
  if (view.getUint32(28, true) !== expected || bytes.byteLength !== expected) {
    return damaged(`it has ${bytes.byteLength} bytes instead of ${expected}`);
  }
  const columns = new ColumnReader(aligned, header.rows);
  if (kind === KIND_BARS) return ok(readBars(header, columns));
  return kind === KIND_TAPE ? readTape(header, columns) : readStudy(header, columns);
}

interface Header {
  readonly mode: 'snapshot' | 'update';
  readonly rows: number;
  readonly skipped: number;
  readonly epoch: number;
  readonly textBytes: number;
  readonly lines: number;
}

function encodeBars(frame: BarsFrame): Uint8Array<ArrayBuffer> {
  const columns = new ColumnWriter(KIND_BARS, BAR_BYTES, frame, frame.openTimeMs.length, 0);
  columns.float64(frame.openTimeMs);
  columns.float64(frame.open);
  columns.float64(frame.high);
  columns.float64(frame.low);
  columns.float64(frame.close);
  columns.float64(frame.volumeBase);
  columns.float64(frame.takerBuyBase);
  columns.float64(frame.shortsUsd);
  columns.float64(frame.longsUsd);
  columns.uint8(frame.flags);
  return columns.bytes;
}

function readBars(header: Header, columns: ColumnReader): BarsFrame {
  return {
    type: 'bars',
    epoch: header.epoch,
    mode: header.mode,
    openTimeMs: columns.float64(),
    open: columns.float64(),
    high: columns.float64(),
    low: columns.float64(),
    close: columns.float64(),
    volumeBase: columns.float64(),
    takerBuyBase: columns.float64(),
    shortsUsd: columns.float64(),
    longsUsd: columns.float64(),
    flags: columns.uint8(),
  };
}

function encodeTape(frame: TapeFrame): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(frame.instruments));
  const columns = new ColumnWriter(KIND_TAPE, TAPE_BYTES, frame, frame.seq.length, frame.skipped, text);
  columns.float64(frame.seq);
  columns.float64(frame.exchangeTimeMs);
  columns.float64(frame.price);
  columns.float64(frame.quantityBase);
  columns.float64(frame.notionalUsd);
  columns.uint16(frame.instrument);
  columns.uint8(frame.side);
  return columns.bytes;
}

function readTape(header: Header, columns: ColumnReader): Result<TapeFrame> {
  const frame = {
    type: 'tape' as const,
    epoch: header.epoch,
    mode: header.mode,
    skipped: header.skipped,
    seq: columns.float64(),
    exchangeTimeMs: columns.float64(),
    price: columns.float64(),
    quantityBase: columns.float64(),
    notionalUsd: columns.float64(),
    instrument: columns.uint16(),
    side: columns.uint8(),
  };
  const instruments = parseIds(columns.text(header.textBytes));
  if (instruments === null) return damaged('its list of instruments is unreadable');
  if (frame.instrument.some((index) => index >= instruments.length)) {
    return damaged('a row names an instrument that is not in its list');
  }
  return ok({ ...frame, instruments });
}

function encodeStudy(frame: StudyFrame): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(frame.lines));
  const counts = studyBytes(frame.lines.length);
  const columns = new ColumnWriter(KIND_STUDY, counts, frame, frame.openTimeMs.length, 0, text);
  columns.bytes[5] = frame.lines.length;
  columns.float64(frame.openTimeMs);
  for (const values of frame.values) columns.float64(values);
  return columns.bytes;
}

function readStudy(header: Header, columns: ColumnReader): Result<StudyFrame> {
  const { epoch, mode } = header;
  const openTimeMs = columns.float64();
  const values = Array.from({ length: header.lines }, () => columns.float64());
  const lines = parseIds(columns.text(header.textBytes));
  if (lines === null || lines.length !== header.lines) return damaged('its list of lines is unreadable');
  return ok({ type: 'study', epoch, mode, openTimeMs, lines, values });
}

function parseIds(bytes: Uint8Array): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(list) && list.every((id) => typeof id === 'string') ? list : null;
  } catch {
    return null;
  }
}

/** Counts of columns by the width of their values: 8, 2 and 1 bytes. */
interface ColumnCounts {
  readonly wide: number;
  readonly medium: number;
  readonly narrow: number;
}

function frameBytes(counts: ColumnCounts, rows: number, textBytes: number): number {
  return (
    HEADER_BYTES +
    counts.wide * 8 * rows +
    counts.medium * padded(2 * rows) +
    counts.narrow * padded(rows) +
    textBytes
  );
}

function studyBytes(lines: number): ColumnCounts {
  return { wide: 1 + lines, medium: 0, narrow: 0 };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

class ColumnWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #rows: number;
  #offset = HEADER_BYTES;

  constructor(
    kind: number,
    counts: ColumnCounts,
    frame: { readonly mode: 'snapshot' | 'update'; readonly epoch: number },
    rows: number,
    skipped: number,
    text: Uint8Array = new Uint8Array(),
  ) {
    const total = frameBytes(counts, rows, text.byteLength);
    this.bytes = new Uint8Array(total);
    this.#rows = rows;
    const view = new DataView(this.bytes.buffer);
    view.setUint16(0, MAGIC, true);
    view.setUint8(2, VERSION);
    view.setUint8(3, kind);
    view.setUint8(4, frame.mode === 'snapshot' ? 0 : 1);
    view.setUint32(8, rows, true);
    view.setUint32(12, skipped, true);
    view.setFloat64(16, frame.epoch, true);
    view.setUint32(24, text.byteLength, true);
    view.setUint32(28, total, true);
    this.bytes.set(text, total - text.byteLength);
  }

  float64(column: Float64Array): void {
    new Float64Array(this.bytes.buffer, this.#take(column, 8), this.#rows).set(column);
  }

  uint16(column: Uint16Array): void {
    new Uint16Array(this.bytes.buffer, this.#take(column, 2), this.#rows).set(column);
  }

  uint8(column: Uint8Array): void {
    new Uint8Array(this.bytes.buffer, this.#take(column, 1), this.#rows).set(column);
  }

  #take(column: { readonly length: number }, width: number): number {
    if (column.length !== this.#rows) {
      throw new RangeError(`a column has ${column.length} rows instead of ${this.#rows}`);
    }
    const offset = this.#offset;
    this.#offset += padded(width * this.#rows);
    return offset;
  }
}

/** Reads columns in the order they were written; the total length has been checked before. */
class ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #rows: number;
  #offset = HEADER_BYTES;

  constructor(bytes: Uint8Array, rows: number) {
    this.#bytes = bytes;
    this.#rows = rows;
  }

  float64(): Float64Array {
    return new Float64Array(this.#bytes.buffer, this.#take(8), this.#rows);
  }

  uint16(): Uint16Array {
    return new Uint16Array(this.#bytes.buffer, this.#take(2), this.#rows);
  }

  uint8(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#take(1), this.#rows);
  }

  text(bytes: number): Uint8Array {
    return this.#bytes.subarray(this.#offset, this.#offset + bytes);
  }

  #take(width: number): number {
    const offset = this.#bytes.byteOffset + this.#offset;
    this.#offset += padded(width * this.#rows);
    return offset;
  }
}

function damaged(how: string): Result<never> {
  return fail('bad-argument', `A market frame cannot be read: ${how}.`);
}
