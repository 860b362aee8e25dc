/** Keeps the machine awake while recording, and tells the engine of every sleep that happens all the same. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { EngineProcess } from './engineProcess';

export class Power {
  readonly #blocker: PowerSaveBlocker;
  #blockerId: number | null = null;

  constructor(
    monitor: PowerMonitor,
    blocker: PowerSaveBlocker,
    engine: Pick<EngineProcess, 'sleep' | 'wake'>,
  ) {
    this.#blocker = blocker;
    monitor.on('suspend', () => engine.sleep());
    monitor.on('resume', () => engine.wake());
  }

  /** The display may go dark; the machine does not fall asleep by itself. */
  setRecording(isRecording: boolean): void {
    if (isRecording) this.#blockerId ??= this.#blocker.start('prevent-app-suspension');
    else if (this.#blockerId !== null) {
      this.#blocker.stop(this.#blockerId);
      this.#blockerId = null;
    }
  }
}
