import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../fixtures/test';
import type { MonitorPage } from '../pages/monitorPage';

/** What axe finds wrong, in words short enough to read in a failure. */
async function violations({ page }: MonitorPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  );
}

test('the live screen has no violation', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.showLiquidations();
  await expect(monitor.liquidations.first()).toBeVisible();
  expect(await violations(monitor)).toEqual([]);
});

test('the replay screen has no violation', async ({ monitor }) => {
  await monitor.isLive();
  await monitor.replayWhatWasRecorded();
  expect(await violations(monitor)).toEqual([]);
});
