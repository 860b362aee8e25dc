import { expect, it } from 'vitest';
import { fuzzImports } from './fuzz.testkit';

it('survives broken files, and makes no row that is not in them', { timeout: 60_000 }, async () => {
  const { events } = await fuzzImports(300);
  expect(events).toBeGreaterThan(0);
});
