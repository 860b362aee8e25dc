/** The engine on this machine, composed the same way for every host that shows it. */
import type { SettingsPatch } from '../../shared/contract/values';
import { ok, type Result } from '../../shared/model/result';
import { createEngine, type Engine } from '../engine/createEngine';
import { freeDiskBytes } from '../engine/recorder/freeDisk';
import { systemClock } from '../engine/systemClock';
import { probeVenue, VENUE_INFOS } from '../exchanges/registry';
import { appVersion } from './appVersion';
import type { OptionSpec } from './command';
import { prepareDataFolder } from './dataFolder';
import { FEED_OPTIONS } from './feedArguments';
import { openHistory } from './openHistory';
import { importFormats } from './openImports';
import { openLibrary } from './openStore';
import { openVenue } from './openVenue';
import { simulation } from './simulation';

/** Options of every command that runs the engine; read by `dataFolder` and `readFeedOptions`. */
export const ENGINE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'data-dir': { value: 'PATH', help: 'folder for settings and recorded sessions' },
  ...FEED_OPTIONS,
};

export interface EngineRequest {
  readonly dataDir: string;
  /** Settings from the command line. */
  readonly overrides: SettingsPatch;
  readonly onFault: (error: unknown, during: string) => void;
}

/** Fails with a sentence when the data folder cannot be used. */
export async function openEngine(request: EngineRequest): Promise<Result<Engine>> {
  const { dataDir, overrides, onFault } = request;
  const prepared = await prepareDataFolder(dataDir);
  if (!prepared.ok) return prepared;
  const library = await openLibrary(dataDir);
  const engine = await createEngine({
    dataDir,
    appVersion,
    clock: systemClock,
    store: library,
    library,
    venues: VENUE_INFOS,
    openVenue,
    probeVenue: (id, { origin }) => probeVenue(id, origin),
    simulation,
    imports: {
      formats: importFormats,
      fetchHistory: (settings) => openHistory(dataDir, settings),
      freeDiskBytes: () => freeDiskBytes(dataDir),
    },
    freeDiskBytes: () => freeDiskBytes(library.folder),
    overrides,
    onFault,
  });
  return ok(engine);
}
