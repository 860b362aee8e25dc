/**
 * A package lock that `npm ci` accepts on every platform, whatever machine wrote it.
 *
 * Newer npm versions leave out the platform packages (`@biomejs/cli-darwin-arm64`, …) that the registry in use
 * does not serve, and then refuse their own lock. An entry with a version and its platform is enough for
 * npm, so the missing ones are added from the names. Tarball addresses are dropped: they belong to one
 * machine's registry, and the integrity hash already says which bytes are meant.
 */

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ packages: Record<string, LockEntry> }} PackageLock
 */

const OPERATING_SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/**
 * Optional dependencies that no entry of the lock satisfies, with the exact version asked for.
 * @param {PackageLock} lock
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingOptionalPackages(lock) {
  const missing = new Map();
  for (const [location, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // A range (`^1.2.3`) is an ordinary optional package, not a platform binary: npm locks it itself.
      if (!/^\d/.test(version) || isResolvable(lock, location, name)) continue;
      missing.set(name, { name, version, dev: entry.dev === true });
    }
  }
  return [...missing.values()];
}

/**
 * The same lock with every optional package listed and no tarball address. The argument is not changed.
 * @param {PackageLock} lock
 * @returns {PackageLock}
 */
export function completeLock(lock) {
  const packages = Object.entries(lock.packages).map(([location, entry]) => {
    const { resolved: _resolved, ...rest } = entry;
    return /** @type {const} */ ([location, rest]);
  });
  for (const { name, version, dev } of missingOptionalPackages(lock)) {
    packages.push([`node_modules/${name}`, platformEntry(name, version, dev)]);
  }
  packages.sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...lock, packages: Object.fromEntries(packages) };
}

/**
 * Looks for a package the way Node does: in the nearest node_modules folder, then outwards.
 * @param {PackageLock} lock
 * @param {string} location
 * @param {string} name
 */
function isResolvable(lock, location, name) {
  for (let folder = location; ; ) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (candidate in lock.packages) return true;
    if (folder === '') return false;
    const outer = folder.lastIndexOf('/node_modules/');
    folder = outer < 0 ? '' : folder.slice(0, outer);
  }
}

/**
 * @param {string} name
 * @param {string} version
 * @param {boolean} dev
 * @returns {LockEntry}
 */
function platformEntry(name, version, dev) {
  const os = OPERATING_SYSTEMS.find((id) => name.includes(`-${id}`) || name.includes(`/${id}`));
  const cpu = PROCESSORS.find((id) => name.includes(`-${id}`));
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev: true }),
    ...(name.includes('musl') && { libc: ['musl'] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
