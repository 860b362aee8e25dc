/** What panels and stores ask of the engine, whatever carries it and however often it was lost and found. */
import type { EngineClient as LinkedEngine } from '../../shared/contract/connectEngine';

export type { LinkedEngine };

export type EngineClient = Pick<LinkedEngine, 'call' | 'subscribe'>;
