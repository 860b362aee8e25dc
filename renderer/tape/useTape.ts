/** A tape as React state: rows outside React, one render per animation frame at most. */
import { useEffect, useRef, useState } from 'react';
import type { TopicParams } from '../../shared/contract/api';
import type { AppError } from '../../shared/model/result';
import { PACE_MS } from '../market/frameScheduler';
import { watchFrames } from '../market/watchFrames';
import { useApp } from '../stores/context';
import { EMPTY_TAPE, TapeRing, type TapeSnapshot } from './tapeRing';

export type TapeTopic = 'trades' | 'liquidations';

export interface TapeState {
  readonly tape: TapeSnapshot;
  /** Why the engine refused the tape. */
  readonly failure: AppError | null;
}

/** Rows stay on screen until the first of a new request have come. `params` null asks for nothing. */
export function useTape<N extends TapeTopic>(topic: N, params: TopicParams<N> | null): TapeState {
  const { engine, scheduler } = useApp();
  const [state, setState] = useState<TapeState>({ tape: EMPTY_TAPE, failure: null });
  const latest = useRef<TopicParams<TapeTopic> | null>(params);
  latest.current = params;
  // Parameters are plain data: their text says whether they are others.
  const key = JSON.stringify(params);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the parameters
  useEffect(() => {
    if (latest.current === null) return;
    const ring = new TapeRing();
    return watchFrames<TapeTopic>({
      engine,
      scheduler,
      topic,
      params: latest.current,
      periodMs: PACE_MS.tape,
      apply: (frame) => ring.apply(frame),
      show: () => setState({ tape: ring.snapshot, failure: null }),
      onEnd: (failure) => setState({ tape: EMPTY_TAPE, failure }),
    });
  }, [engine, scheduler, topic, key]);
  return state;
}
