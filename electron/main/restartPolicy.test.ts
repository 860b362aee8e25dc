import { expect, it } from 'vitest';
import { RestartPolicy } from './restartPolicy';

it('allows three starts within a minute, and more once a minute has passed', () => {
  const policy = new RestartPolicy(3, 60_000);
  expect([0, 10, 20, 30].map((ms) => policy.tryStart(ms))).toEqual([true, true, true, false]);
  expect(policy.tryStart(60_001)).toBe(true);
  expect(policy.tryStart(60_005)).toBe(false);
});

it('starts afresh when the user asks', () => {
  const policy = new RestartPolicy(1, 60_000);
  expect(policy.tryStart(0)).toBe(true);
  expect(policy.tryStart(1)).toBe(false);
  policy.reset();
  expect(policy.tryStart(2)).toBe(true);
});
