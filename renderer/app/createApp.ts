/** Puts one window together: engine, scheduler, stores. */
import type { Link } from '../../shared/contract/link';
import type { Clock } from '../../shared/feed/clock';
import { createActionsStore } from '../actions/actionsStore';
import { ReconnectingEngine } from '../engine/reconnectingEngine';
import { FrameScheduler, type RequestFrame } from '../market/frameScheduler';
import { createBookmarksStore } from '../stores/bookmarksStore';
import { createConnectionStore } from '../stores/connectionStore';
import type { AppContext } from '../stores/context';
import { createFiguresStore } from '../stores/figuresStore';
import { createImportStore, type OfferFile } from '../stores/importStore';
import { createSessionStore } from '../stores/sessionStore';
import { createSettingsStore } from '../stores/settingsStore';
import { createStructureStore } from '../stores/structureStore';
import { createUiStore } from '../stores/uiStore';

export interface AppEnvironment {
  readonly openLink: () => Promise<Link>;
  readonly offerFile: OfferFile;
  readonly clock: Pick<Clock, 'schedule' | 'wallMs'>;
  readonly requestFrame: RequestFrame;
}

/** Connects at once; the screen shows the state of the connection. */
export function createApp(environment: AppEnvironment): AppContext {
  const scheduler = new FrameScheduler(environment.requestFrame, environment.clock);
  const connection = createConnectionStore();
  const engine = new ReconnectingEngine({
    openLink: environment.openLink,
    clock: environment.clock,
    onStatus: (status) => connection.setState({ status }),
    prepare: (linked) => reopen(linked),
  });
  const { store: session, reopen } = createSessionStore(engine, scheduler);
  const { store: figures } = createFiguresStore(engine, scheduler, session);
  const { store: bookmarks } = createBookmarksStore(engine, scheduler, session);
  const ui = createUiStore();
  const { store: structure } = createStructureStore(engine, scheduler, session, ui);
  const { store: settings } = createSettingsStore(engine);
  const reconnect = () => void engine.connect();
  reconnect();
  return {
    engine,
    scheduler,
    connection,
    session,
    figures,
    bookmarks,
    structure,
    settings,
    imports: createImportStore(engine, environment.offerFile),
    ui,
    actions: createActionsStore(),
    reconnect,
    wallMs: () => environment.clock.wallMs(),
    schedule: (delayMs, task) => environment.clock.schedule(delayMs, task),
  };
}
