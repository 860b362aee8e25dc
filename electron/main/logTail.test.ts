import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LogTail } from './logTail';

it('keeps the last lines, also an unfinished one', () => {
  const tail = new LogTail();
  tail.add('one\ntw');
  expect(tail.lines).toEqual(['one', 'tw']);
  tail.add('o\n\n  \nthree');
  expect(tail.lines).toEqual(['one', 'two', 'three']);
});

it('does not depend on how the text was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 })), (pieces) => {
      const whole = new LogTail();
      const cut = new LogTail();
      whole.add(pieces.join(''));
      for (const piece of pieces) cut.add(piece);
      expect(cut.lines).toEqual(whole.lines);
    }),
  );
});

it('is bounded', () => {
  const tail = new LogTail();
  for (let line = 0; line < 1_000; line++) tail.add(`${line} ${'x'.repeat(5_000)}\n`);
  tail.add('y'.repeat(100_000));
  expect(tail.lines.length).toBeLessThanOrEqual(21);
  expect(tail.lines.join('').length).toBeLessThan(7_000);
  expect(tail.lines.at(-2)).toMatch(/^999 x/);
});
