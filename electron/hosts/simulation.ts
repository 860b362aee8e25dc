import { systemClock } from '../engine/systemClock';
import { createSimulation } from '../exchanges/simulated/simulation';

/** The simulated market of this installation, played by the machine's clock. */
export const simulation = createSimulation(systemClock);
