/** Refuses commands whose numbers make no sense; those of windows were checked by their schema already. */
import { fail, ok, type Result } from '../model/result';
import { SHORTEST_LOOP_MS } from './loop';
import { MAX_SPEED, MIN_SPEED, type PlayerCommand } from './player';

export function checkCommand(command: PlayerCommand): Result<void> {
  switch (command.type) {
    case 'seek':
      return check(Number.isFinite(command.timeMs), 'The time to seek to is not a number.');
    case 'speed': {
      const { speed } = command;
      const isOffered = speed >= MIN_SPEED && speed <= MAX_SPEED;
      return check(isOffered, `The speed ${speed} is not between ${MIN_SPEED} and ${MAX_SPEED}.`);
    }
    case 'step':
      return check(command.by.unit !== 'bar' || command.by.barMs > 0, 'The length of a bar is not positive.');
    case 'loop': {
      const { loop } = command;
      const isLongEnough = loop === null || loop.toMs - loop.fromMs >= SHORTEST_LOOP_MS;
      return check(isLongEnough, 'A loop ends at least a second after its beginning.');
    }
    default:
      return ok(undefined);
  }
}

function check(isRight: boolean, message: string): Result<void> {
  return isRight ? ok(undefined) : fail('bad-argument', message);
}
