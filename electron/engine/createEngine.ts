/**
 * The engine's composition root: settings, sessions, the running market, replays and the hub that shows them
 * to windows. Host-neutral: whoever calls this brings the venues, a data folder and links to windows.
 */
import { LIVE_SESSION } from '../../shared/contract/api';
import type { Link } from '../../shared/contract/link';
import type { Settings, SettingsPatch } from '../../shared/contract/values';
import type { Clock } from '../../shared/feed/clock';
import type { LiveSource } from '../../shared/feed/source';
import { ok, type Result } from '../../shared/model/result';
import type { VenueId, VenueInfo } from '../../shared/model/venue';
import { Hub } from './hub/hub';
import { feedName, isOtherFeed, LiveMarket } from './live/liveMarket';
import { openPredecessor } from './live/predecessor';
import { NoticeBoard } from './noticeBoard';
import { ReplaySessions } from './replay/replaySessions';
import type { SessionStore } from './sessions/sessionStore';
import { openSettings } from './settings/settingsStore';

const RECORDER_EVERY_MS = 1_000;

export interface VenueRequest {
  readonly backfill: boolean;
  /** Another origin for REST and websockets. */
  readonly origin?: string;
}

export interface EngineOptions {
  readonly dataDir: string;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly store: SessionStore;
  /** Every venue that can be chosen. */
  readonly venues: readonly VenueInfo[];
  readonly openVenue: (id: VenueId, request: VenueRequest) => Result<LiveSource>;
  readonly freeDiskBytes: () => Promise<number>;
  /** From the command line; stands above the saved settings and is not saved. */
  readonly overrides?: SettingsPatch;
  readonly onFault: (error: unknown, during: string) => void;
}

export interface Engine {
  /** Serves the window at the other end of the link until it closes. */
  attach(link: Link): void;
  /** The id by which windows may open this session file of the user's, which may lie anywhere. */
  offerFile(path: string): string;
  /** The machine is about to sleep: what the venues send until `wake` will be missing. */
  sleep(): void;
  wake(): void;
  /** Stops listening, completes the session being recorded, closes every link. */
  close(): Promise<void>;
}

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { clock, store } = options;
  const { store: settings, notice } = await openSettings(options.dataDir, clock.wallMs());
  const effective = (): Settings => ({ ...settings.current, ...options.overrides }) as Settings;

  const hub = new Hub({
    clock,
    appVersion: options.appVersion,
    dataDir: options.dataDir,
    onFault: options.onFault,
    calls: {
      listSessions: async () => ok([...(await store.list())]),
      renameSession: ({ id, title }) => changeSessions(() => store.rename(id, title)),
      deleteSession: ({ id }) => changeSessions(() => store.moveToTrash(id)),
      restoreSession: ({ id }) => changeSessions(() => store.restore(id)),
      listVenues: () => ok(options.venues.map((venue) => ({ ...venue, streams: [...venue.streams] }))),
      startRecording: () => live.recorder.start(),
      stopRecording: () => live.recorder.stop(),
      getSettings: () => ok(effective()),
      patchSettings: async (patch) => {
        const patched = await settings.patch(patch);
        return patched.ok ? ok(effective()) : patched;
      },
    },
  });
  const notices = new NoticeBoard(clock, (list) => hub.publish('notices', list));
  const replays = new ReplaySessions({
    store,
    clock,
    onOpened: (id, session) => hub.addSession(id, session),
    onClosed: (id) => hub.removeSession(id),
    onFault: options.onFault,
  });

  notices.publish();
  if (notice !== null) notices.raise(notice);
  await store.emptyTrash();
  for (const recovered of await store.recover()) {
    notices.raise({
      id: `recovered-${recovered.id}`,
      severity: recovered.outcome === 'recovered' ? 'info' : 'warning',
      title: recovered.outcome === 'recovered' ? 'A session was recovered' : 'A session is damaged',
      detail: recovered.detail,
    });
  }

  let listing: Promise<void> = Promise.resolve();
  let running = effective();
  let live = await openLive(running);
  let closed = false;
  let changes: Promise<void> = Promise.resolve();
  await startLive();

  settings.onChange(() => {
    hub.publish('settings', effective());
    changes = changes.then(changeFeed).catch((error) => options.onFault(error, 'a change of settings'));
  });
  hub.publish('settings', running);
  publishRecorder();
  await publishSessions();

  return {
    attach(link) {
      hub.attach(link, {
        openSession: ({ id }) => replays.open(id, link),
        closeSession: ({ session }) => replays.close(session, link),
      });
      link.onClose(() => {
        replays.release(link).catch((error) => options.onFault(error, 'the end of a replay'));
      });
    },
    offerFile: (path) => replays.offerFile(path),
    sleep: () => live.sleep(),
    wake: () => live.wake(),
    async close() {
      closed = true;
      await changes;
      await live.close();
      await replays.closeAll();
      hub.close();
    },
  };

  async function openLive(wanted: Settings): Promise<LiveMarket> {
    const sources: LiveSource[] = [];
    for (const id of wanted.venues) {
      const origin = wanted.venueUrls[id];
      const opened = options.openVenue(id, {
        backfill: wanted.backfill,
        ...(origin === undefined ? {} : { origin }),
      });
      if (opened.ok) {
        notices.clear(`venue-${id}`);
        sources.push(opened.value);
      } else {
        const { message, hint = '' } = opened.error;
        notices.raise({
          id: `venue-${id}`,
          severity: 'error',
          title: 'A venue is left out',
          detail: message,
          hint,
        });
      }
    }
    const feed = feedName(wanted);
    const venues = sources.map((source) => source.venue);
    return new LiveMarket({
      sources,
      assets: wanted.assets,
      feed,
      predecessor: await openPredecessor({ store, clock, feed, assets: wanted.assets, venues }),
      clock,
      notices,
      recording: {
        store,
        appVersion: options.appVersion,
        limits: () => effective().recording,
        freeDiskBytes: options.freeDiskBytes,
        onStatus: () => {
          hub.publish('recorder', live.recorder.status());
          void publishSessions();
        },
      },
    });
  }

  async function startLive(): Promise<void> {
    hub.addSession(LIVE_SESSION, live.session);
    if (running.recording.automatic) await live.recorder.start();
    live.start();
  }

  /** A feed with other assets, venues or origins is another session: the old one is completed first. */
  async function changeFeed(): Promise<void> {
    const wanted = effective();
    if (closed || !isOtherFeed(running, wanted)) return;
    await live.close();
    live = await openLive(wanted);
    running = wanted;
    await startLive();
  }

  function publishRecorder(): void {
    if (closed) return;
    hub.publish('recorder', live.recorder.status());
    clock.schedule(RECORDER_EVERY_MS, publishRecorder);
  }

  async function changeSessions(change: () => Promise<Result<void>>): Promise<Result<null>> {
    const changed = await change();
    if (!changed.ok) return changed;
    await publishSessions();
    return ok(null);
  }

  /** One listing after the other, so that an older one never replaces a newer one. */
  function publishSessions(): Promise<void> {
    listing = listing
      .then(async () => hub.publish('sessions', [...(await store.list())]))
      .catch((error) => options.onFault(error, 'listing sessions'));
    return listing;
  }
}
