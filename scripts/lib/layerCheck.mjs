/** Holds a source tree against the layer rules. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readSourceFacts } from './imports.mjs';
import { brokenRules, SHARED_IS_REPEATABLE, TEST_FILE } from './layerRules.mjs';
import { listFiles, SOURCE_FOLDERS } from './sourceTree.mjs';

/**
 * @typedef {object} Violation
 * @property {string} file
 * @property {number} line
 * @property {string} rule
 * @property {string} detail
 * @property {string} reason
 */

const SOURCE_FILE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;
const EXTENSIONS = ['', '.ts', '.tsx', '.d.ts', '.mjs', '/index.ts', '/index.tsx'];

/** A query such as `?raw` or `?url` asks the bundler for another form of the same file. */
const BUNDLER_QUERY = /\?.*$/;

/**
 * @param {string} root repository root
 * @returns {{ files: number, imports: number, violations: Violation[] }}
 */
export function checkTree(root) {
  const files = listFiles(root, SOURCE_FOLDERS).filter((file) => SOURCE_FILE.test(file));
  const violations = [];
  let imports = 0;
  for (const file of files) {
    const facts = readSourceFacts(file, readFileSync(join(root, file), 'utf8'));
    imports += facts.imports.length;
    for (const { specifier, line } of facts.imports) {
      violations.push(...checkImport(root, file, specifier, line));
    }
    if (file.startsWith('shared/') && !TEST_FILE.test(file)) {
      for (const { call, line } of facts.unrepeatable) {
        const { name, reason } = SHARED_IS_REPEATABLE;
        violations.push({ file, line, rule: name, detail: `uses ${call}`, reason });
      }
    }
  }
  return { files: files.length, imports, violations };
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 * @param {number} line
 * @returns {Violation[]}
 */
function checkImport(root, file, specifier, line) {
  const target = specifier.startsWith('.') ? resolveRelative(root, file, specifier) : specifier;
  if (target === null) {
    return [
      {
        file,
        line,
        rule: 'imports-resolve',
        detail: `imports '${specifier}', which is no file of the source tree`,
        reason: 'an import that cannot be resolved cannot be judged either',
      },
    ];
  }
  return brokenRules(file, target).map(({ name, reason }) => ({
    file,
    line,
    rule: name,
    detail: `imports '${target}'`,
    reason,
  }));
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 * @returns {string | null} path from the root, or null when there is no such file inside it
 */
function resolveRelative(root, file, specifier) {
  const base = posix.join(posix.dirname(file), specifier.replace(BUNDLER_QUERY, ''));
  if (base.startsWith('..') || base.startsWith('node_modules/')) return null;
  const found = EXTENSIONS.map((extension) => base + extension).find((path) => isFile(join(root, path)));
  return found ?? null;
}

/** @param {string} path */
function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}
