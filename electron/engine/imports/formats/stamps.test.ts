import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FindingLog } from '../findings';
import { parseUtcText, StampReader, stampMs, unitOfStamp, wholeNumber } from './stamps';

const time = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2199, 11, 31) });
const finer = fc.integer({ min: 0, max: 999_999 });

it('reads a moment the same in every unit, and cuts what is finer than a millisecond', () => {
  fc.assert(
    fc.property(time, finer, (timeMs, below) => {
      const nanoseconds = `${timeMs}${String(below).padStart(6, '0')}`;
      expect(stampMs(String(timeMs))).toBe(timeMs);
      expect(stampMs(nanoseconds.slice(0, 16))).toBe(timeMs);
      expect(stampMs(nanoseconds)).toBe(timeMs);
      expect(stampMs(String(Math.floor(timeMs / 1000)))).toBe(timeMs - (timeMs % 1000));
      const iso = new Date(timeMs).toISOString();
      expect(stampMs(iso)).toBe(timeMs);
      expect(stampMs(iso.replace('T', ' ').replace('Z', ''))).toBe(timeMs);
      expect(stampMs(iso.replace('Z', '+00:00'))).toBe(timeMs);
      for (const text of [String(timeMs), nanoseconds.slice(0, 16), nanoseconds, iso]) {
        expect(new StampReader(null, 'time', new FindingLog('')).read(text, 1)).toBe(timeMs);
      }
    }),
  );
});

it('takes no other text for a stamp', () => {
  const others = [
    '',
    '0',
    '-1',
    '123',
    '1e12',
    'NaN',
    '2025-13-01',
    '2025-02-30',
    '2025-01-01 24:01:00',
    ' 1735689600000',
  ];
  for (const text of [
    ...others,
    '99999999999999',
    '1735689600000x',
    '2025-01-01T',
    '0000000001',
    '8000000000',
  ]) {
    expect(unitOfStamp(text)).toBeNull();
    expect(stampMs(text)).toBeNaN();
    expect(new StampReader(null, 'time', new FindingLog('')).read(text, 1)).toBeNaN();
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = stampMs(text);
      expect(Number.isNaN(read) || Number.isSafeInteger(read)).toBe(true);
    }),
  );
});

it('heeds the zone that a text names', () => {
  expect(parseUtcText('2025-11-14 13:00:00+02:00')).toBe(Date.UTC(2025, 10, 14, 11));
  expect(parseUtcText('2025-11-14T13:00:00-0530')).toBe(Date.UTC(2025, 10, 14, 18, 30));
  expect(parseUtcText('2025-11-14')).toBe(Date.UTC(2025, 10, 14));
});

it('tells mixed units, cut digits and text without a zone, once each', () => {
  const findings = new FindingLog('file');
  const reader = new StampReader(null, 'the time', findings);
  for (const [index, text] of [
    '1735689600000',
    '1735689600001234',
    '1735689601',
    '2025-01-01 00:00:02',
  ].entries()) {
    reader.read(text, index + 1);
  }
  reader.end();
  expect(findings.list()).toMatchObject([
    { kind: 'mixedUnits', action: 'noted', count: 3, firstLine: 2, lastLine: 4 },
    { kind: 'converted', action: 'changed', count: 1, firstLine: 2 },
    { kind: 'converted', action: 'noted', count: 1 },
  ]);
});

it('reads whole numbers up to what a double holds', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(wholeNumber(String(value))).toBe(value);
    }),
  );
  for (const text of ['', '-1', '1.0', ' 1', '9007199254740993', '1e3', undefined])
    expect(wholeNumber(text)).toBeNaN();
});
