import { afterAll } from 'vitest';
import { describeRpcContract } from '../../../shared/contract/rpcContract.testkit';
import { wsLink } from '../../../shared/contract/wsLink';
import { enter, type HostBench, startHostBench, upgrade } from './webHost.testkit';

let started: Promise<{ bench: HostBench; cookie: string }> | undefined;

async function startOnce(): Promise<{ bench: HostBench; cookie: string }> {
  const bench = await startHostBench();
  return { bench, cookie: await enter(bench.host) };
}

afterAll(async () => (await started)?.bench.stop());

describeRpcContract('a websocket of the browser host', async () => {
  started ??= startOnce();
  const { bench, cookie } = await started;
  const { origin } = bench.host;
  const socket = await upgrade(origin, { Origin: origin, Cookie: cookie });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  const engine = bench.links.at(-1);
  if (engine === undefined) throw new Error('the engine got no link');
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return {
    engine,
    window: wsLink(socket),
    dispose() {
      socket.close();
      return closed;
    },
  };
});
