/** A topic of JSON values as React state, at a pace at which it can be read. */
import { useEffect, useRef, useState } from 'react';
import type { TopicParams, TopicPayload, ValueTopic } from '../../shared/contract/api';
import type { AppError } from '../../shared/model/result';
import { newestPerFrame } from '../market/frameScheduler';
import { useApp } from './context';

export interface TopicState<V> {
  /** Null until the first value of the present request. */
  readonly value: V | null;
  /** Why the engine refused it. */
  readonly failure: AppError | null;
}

const NOTHING = { value: null, failure: null };

/** `params` null asks for nothing. */
export function useTopic<N extends ValueTopic>(
  topic: N,
  params: TopicParams<N> | null,
  periodMs: number,
): TopicState<TopicPayload<N>> {
  const { engine, scheduler } = useApp();
  const [state, setState] = useState<TopicState<TopicPayload<N>>>(NOTHING);
  const latest = useRef(params);
  latest.current = params;
  // Parameters are plain data: their text says whether they are others.
  const key = JSON.stringify(params);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the parameters
  useEffect(() => {
    setState(NOTHING);
    if (latest.current === null) return;
    let ended = false;
    const stop = engine.subscribe(
      topic,
      latest.current,
      newestPerFrame<TopicPayload<N>>(scheduler, periodMs, (value) => {
        if (!ended) setState({ value, failure: null });
      }) as Parameters<typeof engine.subscribe<N>>[2],
      (failure) => setState({ value: null, failure }),
    );
    return () => {
      ended = true;
      stop();
    };
  }, [engine, scheduler, topic, key, periodMs]);
  return state;
}
