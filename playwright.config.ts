import { defineConfig } from 'playwright/test';
import { findChromium } from './scripts/lib/findChromium.mjs';

const chromium = findChromium();

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results/playwright',
  // The specs share one machine, often of two cores: side by side they would time each other out.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 30_000,
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
  projects: [{ name: 'browser' }],
});
