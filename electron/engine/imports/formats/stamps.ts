/**
 * Stamps as files write them, to UTC ms: epochs in s, ms, µs or ns, and text.
 *
 * Invariants:
 * - The unit of an epoch is read off its number of digits, which is unambiguous between 2001 and 2286; a stamp is
 *   never taken in a unit it cannot have, whatever the rest of the file says.
 * - A stamp finer than a millisecond is cut, never rounded up: nothing happens before it happened.
 */
import type { FindingLog } from '../findings';
import type { TimeUnit } from '../importFormat';

/** Before it no market existed, after it is no date. */
const EARLIEST_MS = Date.UTC(2009, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  text: 'text',
};

/** A whole number of zero or more from its digits; NaN for any other text, and where a double would round. */
export function wholeNumber(text: string | undefined): number {
  if (text === undefined || text.length === 0 || text.length > 16) return Number.NaN;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
}

/** The unit a stamp is written in; null for what is no stamp. */
export function unitOfStamp(text: string | undefined): TimeUnit | null {
  if (text === undefined) return null;
  const digits = epochDigits(text);
  if (digits === null) return Number.isNaN(parseUtcText(text)) ? null : 'text';
  const unit = UNIT_BY_DIGITS[digits.length];
  return unit !== undefined && isPlausible(epochMs(digits, unit)) ? unit : null;
}

/** UTC ms of a stamp in any unit; NaN for what is no stamp. */
export function stampMs(text: string | undefined): number {
  const unit = unitOfStamp(text);
  if (unit === null || text === undefined) return Number.NaN;
  return unit === 'text' ? parseUtcText(text) : epochMs(epochDigits(text) ?? '', unit);
}

const UNIT_BY_DIGITS: Readonly<Partial<Record<number, TimeUnit>>> = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' };

/** The digits of an epoch, without the `.0` that some tools add; null for other text. */
function epochDigits(text: string): string | null {
  return /^(\d{10,19})(?:\.0*)?$/.exec(text)?.[1] ?? null;
}

function epochMs(digits: string, unit: TimeUnit): number {
  if (unit === 's') return Number(digits) * 1_000;
  return Number(digits.slice(0, 13));
}

function isPlausible(timeMs: number): boolean {
  return timeMs >= EARLIEST_MS && timeMs < LATEST_MS;
}

const UTC_TEXT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?$/;

/** UTC ms of `2025-11-14 13:00:00`, also with `T`, a fraction and a zone; without one it is UTC. NaN if not. */
export function parseUtcText(text: string): number {
  const match = UTC_TEXT.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)] as const;
  const timeMs = Date.UTC(...parts, Number(second), milliseconds);
  const date = new Date(timeMs);
  // Date.UTC carries the 31st of February over; a date that does not exist is no date.
  const exists = date.getUTCMonth() === parts[1] && date.getUTCDate() === parts[2];
  if (!exists || date.getUTCHours() !== parts[3] || date.getUTCMinutes() !== parts[4]) return Number.NaN;
  return timeMs - zoneMinutes(zone) * 60_000;
}

function zoneMinutes(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** The stamps of one column of one file. Tells what they turned out to be when the file ends. */
export class StampReader {
  readonly #findings: FindingLog;
  readonly #column: string;
  #unit: TimeUnit | null;
  #cut = 0;
  #firstCut = 0;
  #lastCut = 0;
  #zoneless = 0;

  /** `unit`: what most stamps are said to be in; null to take the first one's. */
  constructor(unit: TimeUnit | null, column: string, findings: FindingLog) {
    this.#unit = unit;
    this.#column = column;
    this.#findings = findings;
  }

  /** UTC ms; NaN for what is no stamp. */
  read(text: string | undefined, line: number): number {
    if (text === undefined) return Number.NaN;
    const { length } = text;
    if (length === 13) {
      const timeMs = wholeNumber(text);
      if (timeMs >= EARLIEST_MS && timeMs < LATEST_MS) return this.#in('ms', text, timeMs, line);
    } else if (length === 16) {
      const timeUs = wholeNumber(text);
      const timeMs = Math.floor(timeUs / 1_000);
      if (timeMs >= EARLIEST_MS && timeMs < LATEST_MS) {
        if (timeMs * 1_000 !== timeUs) this.#noteCut(line);
        return this.#in('us', text, timeMs, line);
      }
    }
    return this.#readSlowly(text, line);
  }

  /** What is only known now is reported. */
  end(): void {
    if (this.#cut > 0) {
      const detail = `${this.#column} is finer than a millisecond; kept to the millisecond, in the order of the file`;
      this.#findings.note('converted', 'changed', this.#firstCut, detail, this.#cut);
      this.#findings.note('converted', 'changed', this.#lastCut, detail, 0);
    }
    if (this.#zoneless > 0) {
      this.#findings.note('converted', 'noted', 1, `${this.#column} names no time zone; taken as UTC`, 1);
    }
  }

  #readSlowly(text: string, line: number): number {
    const unit = unitOfStamp(text);
    if (unit === null) return Number.NaN;
    if (unit === 'text') {
      const timeMs = parseUtcText(text);
      if (!isPlausible(timeMs)) return Number.NaN;
      if (!/(Z|UTC|[+-]\d\d:?\d\d)$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text)) this.#zoneless++;
      return this.#in('text', text, timeMs, line);
    }
    const digits = epochDigits(text) ?? '';
    if (unit !== 's' && /[1-9]/.test(digits.slice(13))) this.#noteCut(line);
    return this.#in(unit, text, epochMs(digits, unit), line);
  }

  #in(unit: TimeUnit, text: string, timeMs: number, line: number): number {
    if (this.#unit === null) this.#unit = unit;
    else if (unit !== this.#unit) {
      const said = `${UNIT_WORDS[unit]} in a file of ${UNIT_WORDS[this.#unit]}`;
      this.#findings.note(
        'mixedUnits',
        'noted',
        line,
        `${this.#column} ${text} is ${said}; read as what it is`,
      );
    }
    return timeMs;
  }

  #noteCut(line: number): void {
    if (this.#cut === 0) this.#firstCut = line;
    this.#lastCut = line;
    this.#cut++;
  }
}
