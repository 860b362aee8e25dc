import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainText, plainText } from './plainText';

/** Any UTF-16 text, broken characters included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('text of others', () => {
  it('becomes one line of what can be seen, or nothing', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 50 }), (text, maxLength) => {
        const plain = plainText(text, maxLength);
        expect(plain === '' || isPlainText(plain, maxLength)).toBe(true);
        expect(plainText(plain, maxLength)).toBe(plain);
      }),
    );
  });

  it('stays as it is when nothing is wrong with it, whatever it says and in any script', () => {
    for (const text of [
      `<img src=x onerror=alert(1)>`,
      `'; DROP TABLE trade; --`,
      '=1+1',
      '../x',
      'שלום 👩‍🚀 币安',
    ]) {
      expect(plainText(text, 120)).toBe(text);
      expect(isPlainText(text, 120)).toBe(true);
    }
  });

  it.each([
    ['over\u202Eridden', 'over ridden'],
    ['nul\0l', 'nul l'],
    ['\u001b[31mred\r\nnext', '[31mred next'],
    ['a'.repeat(1_000_000), `${'a'.repeat(19)}…`],
    [`${'a'.repeat(18)}👩👩`, `${'a'.repeat(18)} …`],
    ['\t\u2028', ''],
  ])('loses what hides or breaks', (text, plain) => {
    expect(isPlainText(text, 20)).toBe(false);
    expect(plainText(text, 20)).toBe(plain);
  });
});
