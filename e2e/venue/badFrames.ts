/** Broken copies of a good frame: what a client must survive and must not take for data. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Members that say which stream a frame belongs to; they stay, so that the frame reaches its handler. */
const ADDRESS: ReadonlySet<string> = new Set(['e', 's', 'topic', 'type', 'i', 'stream']);
/** Consecutive ids of trades: a broken frame claims the next one, which a good frame then really brings. */
const IDS: ReadonlySet<string> = new Set(['t', 'a']);

/** Cut JSON, NaN prices, wrong types, missing members, and texts that are no message at all. */
export function malformedCopies(text: string): string[] {
  const frame = JSON.parse(text) as Json;
  return [
    text.slice(0, Math.floor(text.length / 2)),
    JSON.stringify(rewritten(frame, notANumber)),
    JSON.stringify(rewritten(frame, wrongType)),
    JSON.stringify(rewritten(frame, () => undefined)),
    '<html><body>502 Bad Gateway</body></html>',
    'null',
    '[]',
    '',
  ];
}

type Rewrite = (value: string | number | boolean | null, key: string) => Json | undefined;

function rewritten(value: Json, rewrite: Rewrite, key = ''): Json | undefined {
  if (ADDRESS.has(key)) return value;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return list.map((item) => rewritten(item, rewrite, key) ?? null);
  }
  if (value === null || typeof value !== 'object')
    return rewrite(value as string | number | boolean | null, key);
  const changed: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    const next = rewritten(member, rewrite, name);
    if (next !== undefined) changed[name] = next;
  }
  return changed;
}

const notANumber: Rewrite = (value, key) => {
  if (typeof value === 'number') return IDS.has(key) ? value + 1 : value;
  return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)) ? 'NaN' : value;
};

const wrongType: Rewrite = (value) => {
  if (typeof value === 'string') return { unexpected: true };
  return typeof value === 'number' ? 'soon' : 7;
};
