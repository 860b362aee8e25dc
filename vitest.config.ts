import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const ccxtProFolder = fileURLToPath(new URL('./node_modules/ccxt/js/src/pro/', import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: [{ find: /^ccxt-pro\/(.+)$/, replacement: `${ccxtProFolder}$1.js` }] },
  test: {
    include: ['{shared,electron,renderer,e2e,scripts}/**/*.test.{ts,tsx,mjs}'],
    // Component tests ask for a DOM themselves: `// @vitest-environment happy-dom` on their first line.
    environment: 'node',
    // The DuckDB addon is a native library that wants a process of its own, not a worker thread.
    pool: 'forks',
    maxWorkers: 2,
    // Only a hanging test should meet it, also on a busy machine.
    testTimeout: 60_000,
  },
});
