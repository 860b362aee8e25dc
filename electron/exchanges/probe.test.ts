import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probe } from './probe';
import { probeVenue, VENUE_INFOS } from './registry';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Answers with `status`, or not at all; tells what it was asked. */
async function serve(status: number | null): Promise<{ readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const listening = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (status !== null) response.writeHead(status).end('{}');
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked };
}

describe('probing a venue', () => {
  it('asks every venue once, at the origin that stands in for it', async () => {
    const { origin, asked } = await serve(200);
    for (const { id } of VENUE_INFOS) expect(await probeVenue(id, origin)).toMatchObject({ ok: true });
    expect(asked).toEqual(['/api/v3/ping', '/fapi/v1/ping', '/v5/market/time']);
  });

  it('fails with the reason: refused, turned away, silent, unknown', async () => {
    const { origin } = await serve(451);
    const reason = async (of: ReturnType<typeof probe>) => {
      const answer = await of;
      return answer.ok ? 'reached' : answer.error.message;
    };
    expect(await reason(probe('X', origin))).toBe('X cannot be reached: it answered 451.');
    server?.close();
    expect(await reason(probe('X', 'http://127.0.0.1:1'))).toContain('X cannot be reached: ');
    const silent = await serve(null);
    expect(await reason(probe('X', silent.origin, 50))).toBe('X cannot be reached: no answer within 0.05 s.');
    expect(await probeVenue('nowhere')).toMatchObject({ ok: false, error: { code: 'unknown-venue' } });
  });
});
