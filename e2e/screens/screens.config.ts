/** `npm run screens`: the same fixtures as the specs, in every size. */
import { defineConfig } from 'playwright/test';
import base from '../../playwright.config';

const SIZES = [
  { name: '1280x800', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: '1920x1080', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
  { name: '3840x2160', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 2 },
];

export default defineConfig(base, {
  testDir: '.',
  testMatch: '*.screens.ts',
  outputDir: '../../test-results/screens',
  reporter: [['list']],
  // One test takes all pictures of a theme.
  timeout: 300_000,
  projects: SIZES.map(({ name, ...use }) => ({ name, use: { ...use, actionTimeout: 10_000 } })),
});
