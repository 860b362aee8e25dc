/**
 * Saved sessions that are open for replay.
 *
 * Invariants:
 * - A session is open at most once, however many windows watch it; its id among the open ones is its id in
 *   the store.
 * - It is open for as long as a window holds it: a window holds what it opened until it closes it or is gone.
 * - When the last window is gone without a word (a lost link, a page loaded anew), the replay stands still where
 *   it is and waits a while for it to come back.
 * - A window cannot choose a path: it opens what is in the user's folder, and the files that the user
 *   offered outside of any window.
 */
import { resolve } from 'node:path';
import type { Cancel, Clock } from '../../../shared/feed/clock';
import { ReplayPlayer } from '../../../shared/feed/replayPlayer';
import { MarketModel } from '../../../shared/market/marketModel';
import { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import { type HubSession, NO_STREAM_STATS } from '../hub/hubSession';
import { MarkBook } from '../marks/markBook';
import type { RecordedSession, SessionStore } from '../sessions/sessionStore';

export interface ReplaySessionsOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly onOpened: (id: string, session: HubSession) => void;
  readonly onClosed: (id: string) => void;
  readonly onFault: (error: unknown, during: string) => void;
}

/** How long a replay waits for a window to come back. */
export const LINGER_MS = 30_000;

interface OpenReplay {
  readonly opening: Promise<Result<ReplayPlayer>>;
  readonly holders: Set<Holder>;
  /** Set while it waits for a window to come back. */
  pause: Pause | null;
}

/** The player is told to wait until it is over. */
interface Pause {
  readonly over: Promise<void>;
  end(): void;
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

  /** The id to subscribe with, and whether this call opened it: then it stands at its beginning. */
  async open(id: string, holder: Holder): Promise<Result<{ session: string; isNew: boolean }>> {
    const before = this.#open.get(id);
    const replay = before ?? this.#begin(id);
    replay.holders.add(holder);
    replay.pause?.end();
    replay.pause = null;
    const opened = await replay.opening;
    return opened.ok ? ok({ session: id, isNew: before === undefined }) : opened;
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

  /** The holder is gone without a word: what nobody else holds waits for it, then ends. */
  release(holder: Holder): void {
    for (const [id, replay] of this.#open) {
      if (replay.holders.delete(holder) && replay.holders.size === 0) replay.pause = this.#pause(id, replay);
    }
  }

  /** Ends the replay if it only waits for a window to come back; one that is ending has ended afterwards. */
  async closeUnheld(id: string): Promise<void> {
    const replay = this.#open.get(id);
    if (replay?.holders.size === 0) await this.#end(id, replay);
    else await this.#endOfEarlier(id);
  }

  async closeAllUnheld(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.closeUnheld(id)));
  }

  async closeAll(): Promise<void> {
    for (const [id, replay] of [...this.#open]) void this.#end(id, replay);
    await Promise.all(this.#ending.values());
  }

  #begin(id: string): OpenReplay {
    const replay: OpenReplay = { opening: this.#start(id), holders: new Set(), pause: null };
    this.#open.set(id, replay);
    this.#forgetUnopened(id, replay);
    return replay;
  }

  #pause(id: string, replay: OpenReplay): Pause {
    const { clock, onFault } = this.#options;
    let resolve = (): void => {};
    const over = new Promise<void>((settle) => {
      resolve = settle;
    });
    const cancel: Cancel = clock.schedule(LINGER_MS, () => {
      this.#end(id, replay).catch((error) => onFault(error, 'the end of a replay'));
    });
    const end = (): void => {
      cancel();
      resolve();
    };
    return { over, end };
  }

  #end(id: string, { opening, pause }: OpenReplay): Promise<void> {
    this.#open.delete(id);
    pause?.end();
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

  /** How it ended is for whoever closed it to hear. */
  async #endOfEarlier(id: string): Promise<void> {
    await this.#ending.get(id)?.catch(() => {});
  }

  /** So that the next `open` tries again; not when another one has taken the place meanwhile. */
  #forgetUnopened(id: string, replay: OpenReplay): void {
    const forget = (): void => {
      if (this.#open.get(id) !== replay) return;
      this.#open.delete(id);
      replay.pause?.end();
    };
    replay.opening.then((opened) => {
      if (!opened.ok) forget();
    }, forget);
  }

  async #start(id: string): Promise<Result<ReplayPlayer>> {
    await this.#endOfEarlier(id);
    if (!(await this.mayOpen(id))) {
      return fail('unknown-session', `There is no session "${id}".`, 'Choose one of the list.');
    }
    const opened = await this.#options.store.open(id);
    if (!opened.ok) return opened;
    const { session, player } = replayOf(id, opened.value, this.#options);
    player.attach(() => this.#open.get(id)?.pause?.over);
    this.#options.onOpened(id, session);
    return ok(player);
  }

  /** A window cannot choose a path. */
  async mayOpen(id: string): Promise<boolean> {
    return this.#offered.has(id) || (await this.#isListed(id));
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
  const marks = new MarkBook(source, clock);
  const player = new ReplayPlayer({
    id,
    source,
    model: market,
    clock,
    marks: () => marks.list.map(({ timeMs }) => timeMs),
  });
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
    marks,
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
