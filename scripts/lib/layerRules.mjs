/**
 * Who may import what: the one table behind `npm run check:layers`. A target is either a file of this
 * repository, written from its root (`shared/model/time.ts`), or a package as it is imported (`node:fs`,
 * `ccxt-pro/binance`).
 *
 * A rule covers the production files its `files` matches, minus those in `except`, and says either what is
 * allowed (`mayOnlyImport`) or what is not (`mayNotImport`). Test files may reach further than the code they
 * test, so only rules marked `alsoTests` bind them.
 */

/**
 * @typedef {object} LayerRule
 * @property {string} name
 * @property {string} reason
 * @property {RegExp} files
 * @property {RegExp} [except]
 * @property {boolean} [alsoTests]
 * @property {RegExp} [mayOnlyImport]
 * @property {RegExp} [mayNotImport]
 */

/** Unit tests, and `*.testkit.*`: builders and suites that several tests share. */
export const TEST_FILE = /\.(test|testkit)\.(ts|tsx|mjs)$/;

/** @type {readonly LayerRule[]} */
export const LAYER_RULES = [
  {
    name: 'shared-is-pure',
    reason: 'shared runs in every process and in replay: no host, no I/O, only itself and the schema library',
    files: /^shared\//,
    mayOnlyImport: /^(shared\/|zod$)/,
  },
  {
    name: 'engine-knows-no-host',
    reason: 'the engine runs in Electron, in the browser host and headless alike, with venues handed to it',
    files: /^electron\/engine\//,
    mayOnlyImport: /^(electron\/engine\/|shared\/|node:|zod$|@duckdb\/|papaparse$|yauzl$)/,
  },
  {
    name: 'exchanges-know-no-host',
    reason: 'a venue adapter turns frames into events; who records or shows them is not its business',
    files: /^electron\/exchanges\//,
    mayOnlyImport: /^(electron\/exchanges\/|shared\/|node:|zod$|ws$|ccxt(-pro\/|$))/,
  },
  {
    name: 'content-knows-no-host',
    reason: 'the files of the screen are served alike over http and over app://, by whoever asks for them',
    files: /^electron\/content\//,
    mayOnlyImport: /^(electron\/content\/|node:)/,
  },
  {
    name: 'hosts-know-no-screen',
    reason: 'a host wires engine, venues and transport together; the screen reaches it through the contract',
    files: /^electron\/hosts\//,
    mayOnlyImport: /^(electron\/(hosts|content|engine|exchanges)\/|shared\/|node:|zod$|ws$|package\.json$)/,
  },
  {
    name: 'shell-forks-the-engine',
    reason: 'main and preload stay thin: the engine lives in its own process and is reached by the contract',
    files: /^electron\/(main|preload)\//,
    mayOnlyImport: /^(electron\/(main|preload|content)\/|shared\/|node:|zod$|electron$|package\.json$)/,
  },
  {
    name: 'only-shell-knows-electron',
    reason: 'everything else must run where Electron is not installed; importing it can start a download',
    files: /./,
    except: /^electron\/(main|preload)\//,
    alsoTests: true,
    mayNotImport: /^electron(\/(main|common|renderer|utility))?$/,
  },
  {
    name: 'only-exchanges-know-ccxt',
    reason: 'ccxt loses and renames facts (see ARCHITECTURE.md); only the adapters know how to read it',
    files: /./,
    except: /^electron\/exchanges\/|^e2e\/(bench\/|.*\.(test|testkit)\.ts$)/,
    alsoTests: true,
    mayNotImport: /^ccxt(-pro)?(\/|$)/,
  },
  {
    name: 'renderer-knows-no-node',
    reason: 'the screen runs in a sandboxed browser and learns everything through the contract',
    files: /^renderer\//,
    mayOnlyImport:
      /^(renderer\/|shared\/|assets\/|(react|react-dom|zustand)(\/|$)|dockview(-react)?(\/|$)|lightweight-charts$|@fontsource-variable\/)/,
  },
  {
    name: 'only-chart-knows-lightweight-charts',
    reason: 'one module feeds the chart library by its rules (bounded series, one flush a frame)',
    files: /./,
    except: /^renderer\/chart\//,
    alsoTests: true,
    mayNotImport: /^lightweight-charts(\/|$)/,
  },
  {
    name: 'e2e-uses-the-built-app',
    reason:
      'specs and the loopback venue test the app as shipped; only benches and tests measure its insides',
    files: /^e2e\//,
    except: /^e2e\/bench\//,
    mayNotImport: /^(electron|renderer)\//,
  },
  {
    name: 'truth-is-for-scores',
    reason:
      'what only a simulator knows is recorded to measure claims by; whoever makes claims must not see it',
    files: /^(shared\/(market|feed|contract)|electron\/engine\/(hub|replay)|renderer)\//,
    except: /^shared\/feed\/source\.ts$/,
    mayNotImport: /^shared\/(model\/truth|session\/truthTables)\.ts$/,
  },
  {
    name: 'tests-not-in-production',
    reason: 'what ships must not depend on test code or test tools',
    files: /^(shared|electron|renderer)\//,
    mayNotImport:
      /\.(test|testkit)\.\w+$|^(e2e|scripts)\/|^(vitest|playwright|playwright-core|fast-check|happy-dom)(\/|$)|^@(testing-library|axe-core)\//,
  },
];

/** Panels are compared with each other, which a pair of patterns cannot say. */
const PANELS_ARE_ISLANDS = {
  name: 'panels-are-islands',
  reason: 'a panel can be removed, moved to another window or fail alone; common code lives beside panels/',
};

/** Calls that read a clock or chance, which replay could not repeat. */
export const SHARED_IS_REPEATABLE = {
  name: 'shared-is-repeatable',
  reason: 'replay must give the same result as the live run: a Clock is passed in, and nothing is random',
};

/**
 * The rules an import breaks.
 * @param {string} file importing file, from the repository root, with forward slashes
 * @param {string} target imported file or package, as described above
 * @returns {{ name: string, reason: string }[]}
 */
export function brokenRules(file, target) {
  const isTest = TEST_FILE.test(file);
  const broken = LAYER_RULES.filter((rule) => {
    if (!rule.files.test(file) || rule.except?.test(file)) return false;
    if (isTest && !rule.alsoTests) return false;
    return rule.mayNotImport?.test(target) || (rule.mayOnlyImport && !rule.mayOnlyImport.test(target));
  });
  return importsAnotherPanel(file, target) ? [...broken, PANELS_ARE_ISLANDS] : broken;
}

/**
 * @param {string} file
 * @param {string} target
 */
function importsAnotherPanel(file, target) {
  const own = panelOf(file);
  const other = panelOf(target);
  return own !== null && other !== null && own !== other;
}

/**
 * A panel is a folder below renderer/panels; the files beside those folders join panels and the rest.
 * @param {string} path
 */
function panelOf(path) {
  return /^renderer\/panels\/([^/]+)\//.exec(path)?.[1] ?? null;
}
