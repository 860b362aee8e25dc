/** A session in which everything that has a name bears one that was chosen to do harm. */
import { InstrumentTable } from '../../../shared/model/instrument';
import { feedStatus, gap, START_MS, stamped, trade } from '../../../shared/model/testing/arbitraries.testkit';
import { MINUTE_MS } from '../../../shared/model/time';
import { STREAMS } from '../../../shared/model/venue';
import type { SessionStore } from './sessionStore';

/** Harmless when it is shown as text, and nothing that a name may not hold: they are kept as they are. */
export const HOSTILE_NAMES = [
  '<img src=x onerror=globalThis.harmed=1>',
  '</td><script>globalThis.harmed=1</script>',
  `'; DROP TABLE trade; --`,
  `=cmd|' /C calc'!A0`,
  '../../../../etc/passwd',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as one
  '{{7*7}}${7*7}%s%n',
  `__proto__`,
  'W'.repeat(100),
] as const;

/** Also reorders, hides, steers a terminal, and does not end. */
export const HOSTILE_TEXT = `<b onclick=globalThis.harmed=1>\u202Etxt.exe\u0000\u001b[2J\r\n=1+1 ${'X'.repeat(5_000)}`;

/** The id of the closed session: six minutes with a trade of every instrument each second. */
export async function recordHostileSession(store: SessionStore, startedAtMs = START_MS): Promise<string> {
  const instruments = InstrumentTable.from(
    HOSTILE_NAMES.map((name) => ({
      id: name,
      venue: name,
      symbol: name,
      asset: name,
      quote: name,
      kind: 'perpetual',
      priceDecimals: 2,
      quantityDecimals: 3,
      tickSize: 0.1,
    })),
  );
  const venues = HOSTILE_NAMES.map((id) => ({
    id,
    title: id,
    liquidationReporting: 'full' as const,
    streams: STREAMS,
  }));
  const created = await store.create({
    title: HOSTILE_TEXT,
    feed: HOSTILE_TEXT,
    instruments,
    venues,
    appVersion: HOSTILE_TEXT,
    startedAtMs,
  });
  if (!created.ok) throw new Error(created.error.message);
  const [venue] = HOSTILE_NAMES;
  const seconds = Array.from({ length: (6 * MINUTE_MS) / 1000 }, (_, second) => START_MS + second * 1000);
  const events = seconds.flatMap((exchangeTimeMs) =>
    instruments.rows().map(({ index }) => trade({ exchangeTimeMs, instrument: index })),
  );
  const troubles = [
    feedStatus({ venue, stream: null, state: 'down', reason: HOSTILE_TEXT }),
    feedStatus({ venue, stream: 'trades', state: 'down', reason: HOSTILE_TEXT }),
    gap({ venue, reason: HOSTILE_TEXT }),
  ];
  for (const event of stamped([...events.slice(0, 100), ...troubles, ...events.slice(100)])) {
    created.value.append(event);
  }
  const closed = await created.value.close();
  if (!closed.ok) throw new Error(closed.error.message);
  return closed.value.id;
}
