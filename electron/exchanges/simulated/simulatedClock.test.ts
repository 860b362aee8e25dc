import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { SimulatedClock } from './simulatedClock';

const START_MS = Date.UTC(2026, 0, 12);

describe('the clock of a simulated market', () => {
  it('never jumps or goes back, however the speed is changed', () => {
    const changes = fc.array(
      fc.record({ passMs: fc.integer({ min: 0, max: 60_000 }), speed: fc.integer({ min: 1, max: 100 }) }),
    );
    fc.assert(
      fc.property(changes, (steps) => {
        const machine = new FakeClock();
        const clock = new SimulatedClock(machine, START_MS, 1);
        let expectedMs = START_MS;
        for (const { passMs, speed } of steps) {
          const before = clock.speed;
          machine.advance(passMs);
          expectedMs += passMs * before;
          expect(clock.wallMs()).toBe(expectedMs);
          clock.setSpeed(speed);
          expect(clock.wallMs()).toBe(expectedMs);
        }
      }),
    );
  });

  it('stands still at the end of the script', () => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 100);
    clock.stopAt(START_MS + 5_000);
    machine.advance(1_000);
    expect(clock.wallMs()).toBe(START_MS + 5_000);
  });

  it('has the timers of the machine, whatever the speed', () => {
    const machine = new FakeClock();
    const clock = new SimulatedClock(machine, START_MS, 100);
    const fired: number[] = [];
    clock.schedule(50, () => fired.push(machine.monotonicMs()));
    machine.advance(49);
    expect(fired).toEqual([]);
    machine.advance(1);
    expect(fired).toHaveLength(1);
  });
});
