import { defineConfig, type Project } from 'playwright/test';
import type { WorkerOptions } from './e2e/fixtures/test';
import { findElectron } from './scripts/lib/electronBinary.mjs';
import { findChromium } from './scripts/lib/findChromium.mjs';
import { say } from './scripts/lib/log.mjs';

const chromium = findChromium();
const hasElectron = findElectron() !== null;

const electron: Project<object, WorkerOptions> = {
  name: 'electron',
  testIgnore: ['desktop/**', 'connection.spec.ts'],
  use: { host: 'electron' },
};

// Workers read this file again; one line is enough.
if (!hasElectron && process.env.TEST_WORKER_INDEX === undefined) {
  say('NOTICE: Electron is not on this machine; its specs run on the stand-in (e2e/standin) only.');
}

export default defineConfig<object, WorkerOptions>({
  testDir: 'e2e/specs',
  outputDir: 'test-results/playwright',
  // The specs share one machine, often of two cores: side by side they would time each other out.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A spec that needs its second try is reported as flaky; it is still to be mended.
  retries: process.env.CI ? 1 : 0,
  // Only a hanging spec should meet it, also on a busy machine.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  snapshotPathTemplate: '{testDir}/shots/{arg}{ext}',
  use: {
    launchOptions: {
      ...(chromium === null ? {} : { executablePath: chromium }),
      // No traffic of the browser's own, and the same pixels on every machine.
      args: [
        '--disable-quic',
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--force-color-profile=srgb',
      ],
    },
    colorScheme: 'dark',
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1600, height: 900 },
    screenshot: 'only-on-failure',
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
  },
  // The same specs on every way to run the app. Those below desktop/ look into the stand-in; connection.spec.ts
  // cuts the socket that only the browser host has.
  projects: [
    { name: 'browser', testIgnore: 'desktop/**' },
    { name: 'standin', testIgnore: 'connection.spec.ts', use: { host: 'standin' } },
    ...(hasElectron ? [electron] : []),
  ],
});
