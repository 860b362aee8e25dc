/**
 * The engine's composition root: settings, sessions, the running market, replays and the hub that shows them
 * to windows. Host-neutral: whoever calls this brings the venues, a data folder and links to windows.
 */
import { join } from 'node:path';
import { LIVE_SESSION } from '../../shared/contract/api';
import type { Link } from '../../shared/contract/link';
import { mergeSettings, withoutSettings } from '../../shared/contract/mergeSettings';
import type { Settings, SettingsPatch } from '../../shared/contract/values';
import type { Cancel, Clock } from '../../shared/feed/clock';
import { ok, type Result } from '../../shared/model/result';
import { isSimulated, type VenueId, type VenueInfo } from '../../shared/model/venue';
import { briefOf } from './brief/briefCall';
import { exportsFolder, SessionExports } from './exports/sessionExports';
import { Hub } from './hub/hub';
import { ImportJobs, type ImportJobsOptions } from './imports/jobs/importJobs';
import type { StagedFiles } from './imports/jobs/stagedFiles';
import { LibraryMoves } from './library/libraryMoves';
import type { SessionLibrary } from './library/movableStore';
import { feedKind, isOtherFeed } from './live/feedChoice';
import { LiveMarket } from './live/liveMarket';
import { type OpenFeedOptions, openFeed, type VenueRequest, venueRequest } from './live/openFeed';
import { openPredecessor } from './live/predecessor';
import { NoticeBoard } from './noticeBoard';
import { ReplaySessions } from './replay/replaySessions';
import { Housekeeper } from './sessions/housekeeper';
import type { SessionStore } from './sessions/sessionStore';
import { openSettings } from './settings/settingsStore';

const RECORDER_EVERY_MS = 1_000;

/** What imports need from outside: formats, venues to fetch history from, and room for what is sent. */
export type ImportPorts = Pick<ImportJobsOptions, 'formats' | 'freeDiskBytes'> & {
  readonly fetchHistory: (settings: Settings) => ImportJobsOptions['fetchHistory'];
};

export interface EngineOptions extends Pick<OpenFeedOptions, 'openVenue' | 'simulation'> {
  readonly dataDir: string;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly store: SessionStore;
  /** The folder of that store. */
  readonly library: SessionLibrary;
  /** Every venue that can be chosen. */
  readonly venues: readonly VenueInfo[];
  /** Asks a venue for a sign of life; fails, soon, with the reason why there is none. */
  readonly probeVenue: (id: VenueId, request: VenueRequest) => Promise<Result<void>>;
  readonly imports: ImportPorts;
  /** Of the disk that sessions are recorded to. */
  readonly freeDiskBytes: () => Promise<number>;
  /** From the command line; stands above the saved settings until the user changes them, and is not saved. */
  readonly overrides?: SettingsPatch;
  readonly onFault: (error: unknown, during: string) => void;
}

export interface Engine {
  /** Serves the window at the other end of the link until it closes. */
  attach(link: Link): void;
  /** The id by which windows may open this session file of the user's, which may lie anywhere. */
  offerFile(path: string): string;
  /** Files that windows may import, by the ids they get here. */
  readonly importable: Pick<StagedFiles, 'offer' | 'receive'>;
  /** The machine is about to sleep: what the venues send until `wake` will be missing. */
  sleep(): void;
  wake(): void;
  /** Stops listening, completes the session being recorded, closes every link. */
  close(): Promise<void>;
}

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { clock, store, simulation } = options;
  const { store: settings, notice } = await openSettings(options.dataDir, clock.wallMs());
  let overrides = options.overrides ?? {};
  const effective = (): Settings => mergeSettings(settings.current, overrides);

  const hub = new Hub({
    clock,
    appVersion: options.appVersion,
    dataDir: options.dataDir,
    onFault: options.onFault,
    calls: {
      listSessions: async () => ok([...(await store.list())]),
      renameSession: ({ id, title }) => changeUnused(id, () => store.rename(id, title)),
      labelSession: ({ id, ...labels }) => changeUnused(id, () => store.label(id, labels)),
      exportSession: (request) => exports.start(request),
      cancelExport: () => {
        exports.cancel();
        return ok(null);
      },
      deleteSession: ({ id }) => changeUnused(id, () => store.moveToTrash(id)),
      restoreSession: ({ id }) => changeSessions(() => store.restore(id)),
      moveLibrary: ({ folder }) => library.move(folder),
      cancelMove: () => {
        library.cancel();
        return ok(null);
      },
      writeBrief: (params) => briefOf({ store, clock, mayOpen: (id) => replays.mayOpen(id) }, params),
      surveyImport: (params) => imports.survey(params),
      startImport: (params) => imports.start(params),
      cancelImport: (params) => imports.cancel(params),
      downloadHistory: (params) => imports.download(params),
      listVenues: () => ok(options.venues.map((venue) => ({ ...venue, streams: [...venue.streams] }))),
      listScenarios: async () =>
        ok((await simulation.scenarios()).map((one) => ({ ...one, chapters: [...one.chapters] }))),
      restartFeed: async () => {
        await inTurn(() => replaceFeed(effective()), 'a restart of the feed');
        return ok(null);
      },
      startRecording: () => live.recorder.start(),
      stopRecording: () => live.recorder.stop(),
      getSettings: () => ok(effective()),
      patchSettings,
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

  const exports = new SessionExports({
    store,
    folder: exportsFolder(options.dataDir),
    onStatus: (status) => hub.publish('exports', status),
    onFault: options.onFault,
  });
  hub.publish('exports', null);
  const housekeeper = new Housekeeper({
    store,
    clock,
    freeDiskBytes: options.freeDiskBytes,
    minFreeDiskGb: () => effective().recording.minFreeDiskGb,
    onChanged: () => void publishSessions(),
    onFault: options.onFault,
  });

  const imports = new ImportJobs({
    folder: join(options.dataDir, 'imports'),
    store,
    formats: options.imports.formats,
    fetchHistory: (request, context) => options.imports.fetchHistory(effective())(request, context),
    appVersion: options.appVersion,
    clock,
    freeDiskBytes: options.imports.freeDiskBytes,
    onChange: (jobs) => hub.publish('importJobs', jobs),
    onSession: () => void publishSessions(),
    onFault: options.onFault,
  });
  await imports.staged.empty();
  hub.publish('importJobs', []);

  const library = new LibraryMoves({
    library: options.library,
    obstacle: async () => {
      await replays.closeAllUnheld();
      return live.recorder.status().state === 'recording'
        ? 'Breakwater is recording; stop the recording first.'
        : null;
    },
    onState: (state) => hub.publish('library', state),
    onMoved: () => void publishSessions(),
    onFault: options.onFault,
  });

  notices.publish();
  const { problem } = options.library;
  if (problem !== null) {
    notices.raise({
      id: 'library-place',
      severity: 'warning',
      title: 'The folder of the sessions',
      detail: problem,
    });
  }
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
  let cancelPublishing: Cancel = () => {};
  let changes: Promise<void> = Promise.resolve();
  await startLive();

  settings.onChange(() => {
    hub.publish('settings', effective());
    if (settings.current.feed !== null) offerVenues([]);
    void inTurn(changeFeed, 'a change of settings');
  });
  hub.publish('settings', running);
  offerVenues([]);
  if (settings.current.feed === null && feedKind(running) === 'simulated') void probeVenues(running);
  publishRecorder();
  await publishSessions();

  return {
    attach(link) {
      hub.attach(link, {
        openSession: ({ id }) => replays.open(id, link),
        closeSession: ({ session }) => replays.close(session, link),
      });
      link.onClose(() => replays.release(link));
    },
    offerFile: (path) => replays.offerFile(path),
    importable: imports.staged,
    sleep: () => live.sleep(),
    wake: () => live.wake(),
    async close() {
      closed = true;
      cancelPublishing();
      await changes;
      await library.close();
      await imports.close();
      await live.close();
      await replays.closeAll();
      await exports.close();
      await housekeeper.close();
      hub.close();
    },
  };

  async function openLive(wanted: Settings): Promise<LiveMarket> {
    const feed = await openFeed(wanted, { ...options, notices });
    const venues = feed.sources.map((source) => source.venue);
    const simulated = isSimulated(venues);
    notices.simulated = simulated;
    return new LiveMarket({
      feed,
      assets: feed.assets ?? wanted.assets,
      // A script begins anew, it does not go on where it was left.
      predecessor: simulated
        ? null
        : await openPredecessor({ store, clock, feed: feed.feed, assets: wanted.assets, venues }),
      clock,
      changeSpeed: async (speed) => {
        const patched = await patchSettings({ simulation: { speed } });
        return patched.ok ? ok(undefined) : patched;
      },
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

  /** What the user changes, the command line no longer decides. */
  async function patchSettings(patch: SettingsPatch): Promise<Result<Settings>> {
    const before = overrides;
    overrides = withoutSettings(overrides, patch);
    const patched = await settings.patch(patch);
    if (patched.ok) return ok(effective());
    overrides = before;
    return patched;
  }

  async function changeFeed(): Promise<void> {
    const wanted = effective();
    if (isOtherFeed(running, wanted)) return replaceFeed(wanted);
    if (wanted.simulation.speed !== running.simulation.speed) live.setSpeed(wanted.simulation.speed);
    running = wanted;
  }

  /** Another feed is another session: the old one is completed first. */
  async function replaceFeed(wanted: Settings): Promise<void> {
    if (closed) return;
    await live.close();
    live = await openLive(wanted);
    running = wanted;
    await startLive();
  }

  /** Changes of the feed one after the other. */
  function inTurn(change: () => Promise<void>, name: string): Promise<void> {
    changes = changes.then(change).catch((error) => options.onFault(error, name));
    return changes;
  }

  /** While the simulated market runs already: could the user have the real one? */
  async function probeVenues(wanted: Settings): Promise<void> {
    const answers = await Promise.all(
      wanted.venues.map((id) => options.probeVenue(id, venueRequest(wanted, id))),
    );
    if (closed || settings.current.feed !== null) return;
    const answering = wanted.venues.filter((_, index) => answers[index]?.ok);
    offerVenues(answering.map((id) => options.venues.find((venue) => venue.id === id)?.title ?? id));
  }

  function offerVenues(venues: string[]): void {
    hub.publish('feedOffer', { venues });
  }

  function publishRecorder(): void {
    if (closed) return;
    hub.publish('recorder', live.recorder.status());
    cancelPublishing = clock.schedule(RECORDER_EVERY_MS, publishRecorder);
  }

  /** A replay that only waits for its window to come back stands in nobody's way. */
  async function changeUnused(id: string, change: () => Promise<Result<void>>): Promise<Result<null>> {
    await replays.closeUnheld(id);
    return changeSessions(change);
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
      .then(async () => {
        const sessions = [...(await store.list())];
        hub.publish('sessions', sessions);
        housekeeper.look(sessions);
      })
      .catch((error) => options.onFault(error, 'listing sessions'));
    return listing;
  }
}
