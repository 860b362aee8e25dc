import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, missingOptionalPackages } from './lockFile.mjs';

const committedLock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

describe('the committed package lock', () => {
  it('has an entry for every platform package', () => {
    expect(missingOptionalPackages(committedLock)).toEqual([]);
  });

  it('names no registry', () => {
    const addressed = Object.entries(committedLock.packages).filter(([, entry]) => 'resolved' in entry);
    expect(addressed.map(([location]) => location)).toEqual([]);
  });

  it('pins exact versions in package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    for (const version of Object.values({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });
});

describe('completing a lock', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': {
        version: '2.0.0',
        resolved: 'https://registry.invalid/tool.tgz',
        dev: true,
        optionalDependencies: {
          '@tool/cli-linux-x64': '2.0.0',
          '@tool/cli-linux-arm64-musl': '2.0.0',
          '@tool/cli-darwin-arm64': '2.0.0',
          fsevents: '^2.0.0',
        },
      },
      'node_modules/tool/node_modules/@tool/cli-linux-x64': { version: '2.0.0', optional: true },
    },
  };

  it('adds the absent platforms and leaves what npm locked', () => {
    const completed = completeLock(lock);
    expect(missingOptionalPackages(lock).map(({ name }) => name)).toEqual([
      '@tool/cli-linux-arm64-musl',
      '@tool/cli-darwin-arm64',
    ]);
    expect(missingOptionalPackages(completed)).toEqual([]);
    expect(completed.packages['node_modules/@tool/cli-linux-arm64-musl']).toEqual({
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
  });

  it('drops tarball addresses without touching its argument', () => {
    expect(JSON.stringify(completeLock(lock))).not.toContain('resolved');
    expect(lock.packages['node_modules/tool'].resolved).toBeDefined();
  });
});
