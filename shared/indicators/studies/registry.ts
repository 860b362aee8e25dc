/** All studies a chart offers. Adding one is a file beside this and a line here. */
import type { StudyDef } from '../indicator';
import { accumulation, accumulationUsd } from './accumulation';
import { anchoredVwap } from './anchoredVwap';
import { averageTrueRange } from './averageTrueRange';
import { bandWidth, bollinger } from './bollinger';
import { donchian } from './donchian';
import { exponentialAverage } from './exponentialAverage';
import { relativeStrength } from './relativeStrength';
import { relativeVolume } from './relativeVolume';
import { takerDelta, takerDeltaUsd } from './takerDelta';

export const STUDIES: readonly StudyDef<unknown>[] = [
  exponentialAverage,
  anchoredVwap,
  bollinger,
  bandWidth,
  donchian,
  averageTrueRange,
  relativeStrength,
  relativeVolume,
  takerDelta,
  takerDeltaUsd,
  accumulation,
  accumulationUsd,
];
