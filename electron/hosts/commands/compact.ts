import { type CommandSpec, report } from '../command';
import { formatBytes } from '../format';
import { openStore } from '../openStore';

export const compactCommand: CommandSpec = {
  name: 'compact',
  summary: 'Rewrites a closed session so that it takes less room; what it holds stays as it is.',
  positionals: ['FILE'],
  options: {},
  async run({ positionals, io }) {
    const file = positionals[0] ?? '';
    const compacted = await openStore().compact(file, io.signal);
    if (!compacted.ok) return report(io, 'compact', compacted.error);
    const { bytesBefore, bytesAfter } = compacted.value;
    io.out(
      bytesAfter === bytesBefore
        ? `${file} is compact already: ${formatBytes(bytesAfter)}\n`
        : `${file}: ${formatBytes(bytesBefore)} before, ${formatBytes(bytesAfter)} now\n`,
    );
    return 0;
  },
};
