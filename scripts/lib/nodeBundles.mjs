/**
 * Bundles everything that runs in Node or Electron into CommonJS files under out/.
 *
 * What a bundle must know about its packages:
 * - ccxt exports only its whole self (104 exchanges, 1 s to load), so single exchanges are imported as
 *   `ccxt-pro/<id>`, which means `node_modules/ccxt/js/src/pro/<id>.js`. The same alias stands in
 *   vitest.config.ts (for tests) and as `paths` in the tsconfigs (for types).
 * - ccxt imports `protobufjs` (for exchanges not used here) without bringing it: an empty stub stands in.
 * - The DuckDB addon is native and stays a package. Playwright drives the browser of
 *   benches. The other externals are optional helpers of ccxt and ws, loaded only when they are installed.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { listFiles } from './sourceTree.mjs';

/**
 * @typedef {object} BundleGroup bundles that are built together and share their common chunks
 * @property {string} folder output folder below out/
 * @property {Record<string, string>} entries output name to source file
 * @property {boolean} [singleFile] no chunks beside the entry: a sandboxed preload cannot load any
 */

const EXTERNAL_PACKAGES = [
  /^node:/,
  /^electron$/,
  /^@duckdb\//,
  /^playwright(\/|$)/,
  'bufferutil',
  'utf-8-validate',
  'http-proxy-agent',
  'https-proxy-agent',
  'socks-proxy-agent',
];

/** The hosts of the application. An entry whose source does not exist is left out. */
/** @type {readonly BundleGroup[]} */
const HOST_GROUPS = [
  {
    folder: 'electron',
    entries: {
      cli: 'electron/hosts/cli.ts',
      main: 'electron/main/index.ts',
      utility: 'electron/hosts/utilityEntry.ts',
    },
  },
  { folder: 'electron', entries: { preload: 'electron/preload/index.ts' }, singleFile: true },
];

/**
 * Bundles the hosts that exist into `outputFolder`/electron.
 * @param {string} root
 * @param {string} outputFolder
 */
export async function bundleHosts(root, outputFolder) {
  await bundleGroups(root, outputFolder, HOST_GROUPS);
}

/**
 * Bundles the loopback venue and the benches into `outputFolder`/e2e.
 * @param {string} root
 * @param {string} outputFolder
 */
export async function bundleTestTools(root, outputFolder) {
  await bundleGroups(root, outputFolder, [
    { folder: 'e2e', entries: { venue: 'e2e/venue/main.ts' } },
    { folder: 'e2e/bench', entries: benchEntries(root) },
  ]);
}

/**
 * Bundles one module into one file.
 * @param {string} root
 * @param {string} source
 * @param {string} file
 */
export async function bundleOne(root, source, file) {
  const name = basename(file, '.cjs');
  await bundleGroups(root, dirname(file), [{ folder: '.', entries: { [name]: source }, singleFile: true }]);
}

/**
 * @param {string} root
 * @returns {Record<string, string>} bench name to source file
 */
export function benchEntries(root) {
  const files = listFiles(root, ['e2e/bench']).filter((file) => /^e2e\/bench\/[^/]+\.bench\.ts$/.test(file));
  return Object.fromEntries(
    files.map((file) => [file.slice('e2e/bench/'.length, -'.bench.ts'.length), file]),
  );
}

/**
 * @param {string} root
 * @param {string} outputFolder
 * @param {readonly BundleGroup[]} groups
 */
async function bundleGroups(root, outputFolder, groups) {
  for (const { folder, entries, singleFile = false } of groups) {
    const present = Object.entries(entries).filter(([, source]) => existsSync(join(root, source)));
    if (present.length === 0) continue;
    const bundle = await rolldown({
      cwd: root,
      input: Object.fromEntries(present),
      external: EXTERNAL_PACKAGES,
      platform: 'node',
      tsconfig: false,
      // What entries share is a chunk of its own: a program must not start another one by importing it.
      preserveEntrySignatures: 'strict',
      plugins: [singleExchanges(root), protobufStub()],
      onLog: (level, log, defaultHandler) => {
        // ccxt's own packages contain cycles and odd exports that are none of this project's business.
        if (level === 'warn' && `${log.id ?? log.message}`.includes('node_modules')) return;
        defaultHandler(level, log);
      },
    });
    await bundle.write({
      dir: join(outputFolder, folder),
      format: 'cjs',
      sourcemap: true,
      entryFileNames: '[name].cjs',
      // Chunks lie beside the entries, so that `__dirname` is the same folder in all of them.
      chunkFileNames: '[name]-[hash].cjs',
      codeSplitting: !singleFile,
    });
    await bundle.close();
  }
}

/**
 * @param {string} root
 * @returns {import('rolldown').Plugin}
 */
function singleExchanges(root) {
  return {
    name: 'ccxt-single-exchanges',
    resolveId: {
      filter: { id: /^ccxt-pro\// },
      handler: (id) => join(root, 'node_modules/ccxt/js/src/pro', `${id.slice('ccxt-pro/'.length)}.js`),
    },
  };
}

/** @returns {import('rolldown').Plugin} */
function protobufStub() {
  const stubId = '\0protobufjs-stub';
  return {
    name: 'protobufjs-stub',
    resolveId: { filter: { id: /^protobufjs/ }, handler: () => stubId },
    load: {
      filter: { id: /protobufjs-stub$/ },
      handler: () =>
        'const absent = {};\n' +
        'export { absent as default, absent as Reader, absent as Writer, absent as util, absent as roots };\n',
    },
  };
}
