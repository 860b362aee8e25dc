/** `test` with the frozen session in the app's list, and a market beside it that nobody records. */
import type { SettingsPatch } from '../../shared/contract/values';
import { test as base, expect } from '../fixtures/test';
import type { MonitorPage } from '../pages/monitorPage';
import { writeFrozenSession } from './frozenSession.testkit';

export { expect };

/** The session is old on purpose: it must not be tidied away. */
export const FROZEN_SETTINGS: SettingsPatch = {
  venues: ['binanceusdm'],
  recording: { automatic: false, maxAgeDays: 3_650 },
  // As it is saved: the whole story in view, and of the tape what makes it.
  layout: { version: 1, dock: null, view: { interval: '5m', liquidationsMinUsd: 1_000_000 } },
};

export const test = base.extend({
  settings: FROZEN_SETTINGS,
  dataDir: async ({ dataDir }, use) => {
    await writeFrozenSession(dataDir);
    await use(dataDir);
  },
});

/** Opens the frozen session and goes to its end, where it stands still. */
export async function openFrozen(monitor: MonitorPage): Promise<void> {
  await monitor.isLive();
  await monitor.openSessions();
  await monitor.button(/^Replay/).click();
  await expect(monitor.feed).toHaveText('REPLAYpaused');
  await monitor.slider.press('End');
  await expect(monitor.moment).toContainText('18:20:00');
  await expect.poll(() => monitor.candlePixels()).toBeGreaterThan(500);
}
