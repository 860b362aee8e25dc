/**
 * Joins a data holder outside React to its subscription and to the frame scheduler: frames change the holder
 * as they come, whoever watches is told once per animation frame.
 */
import type { TopicName, TopicParams, TopicPayload } from '../../shared/contract/api';
import type { AppError } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';
import type { FrameScheduler } from './frameScheduler';

/**
 * Subscribes and calls `show` in the first frame after each change. The returned function ends both.
 * `onEnd` hears why the engine refused the subscription.
 */
export function watchFrames<N extends TopicName>(options: {
  readonly engine: EngineClient;
  readonly scheduler: FrameScheduler;
  readonly topic: N;
  readonly params: TopicParams<N>;
  /** Rest between two draws, see `PACE_MS`. */
  readonly restMs: number;
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
      scheduler.request(show);
      return scheduler.flushed(options.restMs);
    },
    options.onEnd,
  );
  return () => {
    unsubscribe();
    scheduler.cancel(show);
  };
}
