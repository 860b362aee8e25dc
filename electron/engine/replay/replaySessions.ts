/**
 * Saved sessions that are open for replay.
 *
 * Invariants:
 * - A session is open at most once, however many windows watch it; its id among the open ones is its id in
 *   the store.
 * - It is open for as long as a window holds it: a window holds what it opened until it closes it or is gone.
 * - A window cannot choose a path: it opens what is in the user's folder, and the files that the user
 *   offered outside of any window.
 */
import { resolve } from 'node:path';
import type { Clock } from '../../../shared/feed/clock';
import { ReplayPlayer } from '../../../shared/feed/replayPlayer';
import { MarketModel } from '../../../shared/market/marketModel';
import { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import { type HubSession, NO_STREAM_STATS } from '../hub/hubSession';
import type { RecordedSession, SessionStore } from '../sessions/sessionStore';

export interface ReplaySessionsOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly onOpened: (id: string, session: HubSession) => void;
  readonly onClosed: (id: string) => void;
  readonly onFault: (error: unknown, during: string) => void;
}

interface OpenReplay {
  readonly opening: Promise<Result<ReplayPlayer>>;
  readonly holders: Set<Holder>;
}

/** Whoever holds a replay open, told apart by identity: the link to a window. */
export type Holder = object;

export class ReplaySessions {
  readonly #options: ReplaySessionsOptions;
  /** Also holds those that are being opened, so that two windows asking at once get one player. */
  readonly #open = new Map<string, OpenReplay>();
  /** Those that are being closed: the same session is opened again only after them. */
  readonly #ending = new Map<string, Promise<void>>();
  readonly #offered = new Set<string>();

  constructor(options: ReplaySessionsOptions) {
    this.#options = options;
  }

  /** Lets windows open this file; the id to open it by. */
  offerFile(path: string): string {
    const id = resolve(path);
    this.#offered.add(id);
    return id;
  }

  /** The id to subscribe with. */
  async open(id: string, holder: Holder): Promise<Result<{ session: string }>> {
    let replay = this.#open.get(id);
    if (replay === undefined) {
      replay = { opening: this.#start(id), holders: new Set() };
      this.#open.set(id, replay);
      this.#forgetUnopened(id, replay);
    }
    replay.holders.add(holder);
    const opened = await replay.opening;
    return opened.ok ? ok({ session: id }) : opened;
  }

  /** The replay ends when nobody else holds it. */
  async close(id: string, holder: Holder): Promise<Result<null>> {
    const replay = this.#open.get(id);
    if (replay === undefined || !replay.holders.delete(holder)) {
      return fail('unknown-session', `There is no open session "${id}".`);
    }
    if (replay.holders.size === 0) await this.#end(id, replay);
    return ok(null);
  }

  /** The holder is gone without a word. */
  async release(holder: Holder): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id, holder)));
  }

  async closeAll(): Promise<void> {
    for (const [id, replay] of [...this.#open]) void this.#end(id, replay);
    await Promise.all(this.#ending.values());
  }

  #end(id: string, { opening }: OpenReplay): Promise<void> {
    this.#open.delete(id);
    const end = async (): Promise<void> => {
      const opened = await opening;
      if (!opened.ok) return;
      this.#options.onClosed(id);
      await opened.value.close();
    };
    const ended = end().finally(() => {
      if (this.#ending.get(id) === ended) this.#ending.delete(id);
    });
    this.#ending.set(id, ended);
    return ended;
  }

  /** So that the next `open` tries again; not when another one has taken the place meanwhile. */
  #forgetUnopened(id: string, replay: OpenReplay): void {
    const forget = (): void => {
      if (this.#open.get(id) === replay) this.#open.delete(id);
    };
    replay.opening.then((opened) => {
      if (!opened.ok) forget();
    }, forget);
  }

  async #start(id: string): Promise<Result<ReplayPlayer>> {
    // How the one before ended is for whoever closed it to hear.
    await this.#ending.get(id)?.catch(() => {});
    if (!this.#offered.has(id) && !(await this.#isListed(id))) {
      return fail('unknown-session', `There is no session "${id}".`, 'Choose one of the list.');
    }
    const opened = await this.#options.store.open(id);
    if (!opened.ok) return opened;
    const { session, player } = replayOf(id, opened.value, this.#options);
    this.#options.onOpened(id, session);
    return ok(player);
  }

  /** The store also opens paths, and takes a bare name for a file of the folder it happens to run in. */
  async #isListed(id: string): Promise<boolean> {
    return (await this.#options.store.list()).some((session) => session.id === id);
  }
}

function replayOf(
  id: string,
  source: RecordedSession,
  { clock, onFault }: ReplaySessionsOptions,
): { readonly session: HubSession; readonly player: ReplayPlayer } {
  const { info } = source;
  const instruments = InstrumentTable.from(info.instruments);
  const market = new MarketModel({ instruments, venues: info.venues });
  const player = new ReplayPlayer({ id, source, model: market, clock });
  const session: HubSession = {
    player,
    market,
    instruments,
    venues: info.venues,
    gaps: () => info.gaps,
    venueStats: () => ({ lastEventAgeMs: null, lagMs: null, gaps: 0, refused: null }),
    streamStats: () => NO_STREAM_STATS,
    loadOlder: async () =>
      fail('not-supported', 'This session holds no older candles; a replay asks no venue for more.'),
    overview: readOnce(() => source.overview(), onFault),
  };
  return { session, player };
}

/** Begins to read when first asked; undefined until it is done, and for good when it fails. */
function readOnce<T>(read: () => Promise<T>, onFault: ReplaySessionsOptions['onFault']): () => T | undefined {
  let asked = false;
  let value: T | undefined;
  return () => {
    if (!asked) {
      asked = true;
      read().then(
        (result) => {
          value = result;
        },
        (error) => onFault(error, 'the overview of a session'),
      );
    }
    return value;
  };
}
