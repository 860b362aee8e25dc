/** The drawings of market structure over the candles, with their switches. */
import type { ChartPrimitive } from '../chartPrimitive';
import type { ChartTheme } from '../chartTheme';
import { BurstPrimitive, EventPrimitive } from './eventPrimitive';
import { LevelPrimitive } from './levelPrimitive';
import { RangePrimitive } from './rangePrimitive';
import type { StructureShapes } from './structureShapes';

export interface StructureSwitches {
  readonly ranges: boolean;
  readonly levels: boolean;
  readonly priorLevels: boolean;
  readonly events: boolean;
}

export class StructureLayer {
  /** Below the candles, and over them and their dots; the chart attaches them, from the back to the front. */
  readonly behind: readonly ChartPrimitive[];
  readonly front: readonly ChartPrimitive[];
  readonly #bursts: BurstPrimitive;
  readonly #ranges: RangePrimitive;
  readonly #round: LevelPrimitive;
  readonly #prior: LevelPrimitive;
  readonly #events: EventPrimitive;

  constructor(theme: ChartTheme) {
    this.#bursts = new BurstPrimitive(theme);
    this.#ranges = new RangePrimitive(theme);
    this.#prior = new LevelPrimitive(theme, 'prior');
    this.#round = new LevelPrimitive(theme, 'round');
    this.#events = new EventPrimitive(theme);
    this.behind = [this.#bursts, this.#ranges, this.#prior];
    this.front = [this.#round, this.#events];
  }

  setShapes({ bands, zones, levels, breakouts, bursts }: StructureShapes): void {
    this.#ranges.setBoxes(bands, zones);
    this.#prior.setLines(levels);
    this.#round.setLines(levels);
    this.#bursts.setBursts(bursts);
    this.#events.setEvents(breakouts, bursts);
  }

  setSwitches({ ranges, levels, priorLevels, events }: StructureSwitches): void {
    this.#ranges.setVisible(ranges);
    this.#round.setVisible(levels);
    this.#prior.setVisible(priorLevels);
    this.#bursts.setVisible(events);
    this.#events.setVisible(events);
  }
}
