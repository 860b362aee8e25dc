/** The product of two decimal texts, exactly; null when one of them is no plain decimal of zero or more. */
export function productText(a: unknown, b: string): string | null {
  if (b === '1') return typeof a === 'string' ? a : null;
  const left = wholeOf(a);
  const right = wholeOf(b);
  if (left === null || right === null) return null;
  const digits = (left.value * right.value).toString();
  const decimals = left.decimals + right.decimals;
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

function wholeOf(text: unknown): { readonly value: bigint; readonly decimals: number } | null {
  const match = typeof text === 'string' ? /^(\d+)(?:\.(\d+))?$/.exec(text) : null;
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  return { value: BigInt(whole + fraction), decimals: fraction.length };
}
