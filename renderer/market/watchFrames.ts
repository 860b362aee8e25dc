/**
 * Joins a data holder outside React to its subscription and to the frame scheduler: frames change the holder
 * as they come, whoever watches is told once a beat.
 */
import type { TopicName, TopicParams, TopicPayload } from '../../shared/contract/api';
import type { AppError } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';
import type { FrameScheduler } from './frameScheduler';

/**
 * Subscribes and calls `show` in the first beat after each change, at most once a `periodMs` (see `PACE_MS`).
 * The returned function ends both. `onEnd` hears why the engine refused the subscription.
 */
export function watchFrames<N extends TopicName>(options: {
  readonly engine: EngineClient;
  readonly scheduler: FrameScheduler;
  readonly topic: N;
  readonly params: TopicParams<N>;
  readonly periodMs: number;
  readonly apply: (frame: TopicPayload<N>) => void;
  readonly show: () => void;
  readonly onEnd?: (error: AppError) => void;
}): () => void {
  const { scheduler, apply, show } = options;
  const unsubscribe = options.engine.subscribe(
    options.topic,
    options.params,
    (frame) => {
      apply(frame);
      return scheduler.request(show, options.periodMs);
    },
    options.onEnd,
  );
  return () => {
    unsubscribe();
    scheduler.cancel(show);
  };
}
