import { rm } from 'node:fs/promises';
import { appError } from '../../../shared/model/result';
import { isSimulated } from '../../../shared/model/venue';
import { type CommandSpec, complain, report } from '../command';
import { formatBytes } from '../format';
import { namedSimulated } from '../namedSimulated';
import { openStore } from '../openStore';

export const shareCommand: CommandSpec = {
  name: 'share',
  summary: 'Writes a session with its bookmarks into one compact file for another machine.',
  positionals: ['FILE'],
  options: { out: { value: 'PATH', help: 'the file to write, e.g. squeeze.duckdb' } },
  async run({ positionals, options, io }) {
    const out = options.text('out');
    if (out === undefined) return complain(io, 'share', appError('bad-argument', '--out is missing.'));
    const store = openStore();
    const source = await store.open(positionals[0] ?? '');
    if (!source.ok) return report(io, 'share', source.error);
    try {
      const file = isSimulated(source.value.info.venues) ? namedSimulated(out) : out;
      const shared = await store.share(positionals[0] ?? '', file, io.signal);
      if (!shared.ok) return report(io, 'share', shared.error);
      const copy = await store.open(file);
      if (!copy.ok) return report(io, 'share', copy.error);
      const [before, after] = [await source.value.report(), await copy.value.report()];
      await copy.value.close();
      if (before.contentHash !== after.contentHash) {
        await rm(file);
        const error = appError(
          'internal',
          `${file} would not hold what the session holds.`,
          'Check the disk.',
        );
        return report(io, 'share', error);
      }
      io.out(`${file}: ${formatBytes(after.summary.bytes)}\ncontent ${after.contentHash}\n`);
      return 0;
    } finally {
      await source.value.close();
    }
  },
};
