import type { Page } from 'playwright/test';
import { expect, test } from '../../fixtures/desktopTest';

const EVIL = 'https://evil.example/';

test('a page cannot leave, open windows, embed, run foreign code or read files', async ({
  app,
  desktop,
  monitor,
}) => {
  const { page } = app;
  const ownUrl = page.url();

  await page.evaluate((url) => window.location.assign(url), EVIL);
  await page.evaluate((url) => void window.open(url), EVIL);
  await page.evaluate(() => void window.open('https://www.tradingview.com/'));
  await expect.poll(() => desktop.openedOutside).toEqual(['https://www.tradingview.com/']);
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect(desktop.electron.windows.size).toBe(1);

  const blocked = await page.evaluate(async (url) => {
    const directives = new Set<string>();
    const wereAllBlocked = new Promise<string[]>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        directives.add(effectiveDirective);
        if (directives.size === 3) resolve([...directives].sort());
      });
    });
    for (const source of [url, window.location.href]) {
      document.body.append(Object.assign(document.createElement('iframe'), { src: source }));
    }
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    document.body.append(Object.assign(document.createElement('script'), { src: `${url}x.js` }));
    const fetched = await fetch(url).then(
      () => true,
      () => false,
    );
    return { directives: await wereAllBlocked, fetched, wasRun: 'wasRun' in window };
  }, EVIL);
  expect(blocked).toEqual({
    directives: ['connect-src', 'frame-src', 'script-src-elem'],
    fetched: false,
    wasRun: false,
  });

  const statuses = await page.evaluate(
    (paths) => Promise.all(paths.map((path) => fetch(path).then(({ status }) => status))),
    ['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/.fingerprint', '/..%5cmain.cjs', '/%00'],
  );
  for (const status of statuses) expect([403, 404]).toContain(status);

  expect(page.url()).toBe(ownUrl);
  await monitor.isLive();
});

test('a page has a few frozen functions of the shell, and main listens to nothing else', async ({
  app,
  desktop,
}) => {
  const bridge = await app.page.evaluate(() => {
    const shell = Reflect.get(window, 'breakwater') as object;
    return { names: Object.keys(shell).sort(), isFrozen: Object.isFrozen(shell) };
  });
  const names = ['chooseFolder', 'offerFile', 'picture', 'requestEnginePort', 'saveExport', 'saveFile'];
  expect(bridge).toEqual({ names, isFrozen: true });
  const channels = ['ask-desktop', 'offer-file', 'request-engine-port'];
  expect(desktop.electron.ipcMain.eventNames().sort()).toEqual(channels);
});

test('the engine refuses unknown calls, paths and oversize messages, and serves the others on', async ({
  app,
  monitor,
}) => {
  await monitor.isLive();
  const hello = { call: 'hello', params: { protocolVersion: 1 } };
  expect(await ask(app.page, [hello, { call: 'quit', params: {} }])).toMatchObject([
    { ok: true },
    { ok: false, error: { code: 'unknown-call' } },
  ]);
  const paths = ['/etc/passwd', '../../secret.duckdb', 'C:\\secret.duckdb'];
  const opened = await ask(app.page, [
    hello,
    ...paths.map((id) => ({ call: 'openSession', params: { id } })),
  ]);
  for (const answer of opened.slice(1)) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
  }
  expect(await sendOversize(app.page)).toBe('closed');
  await monitor.isLive();
});

interface Call {
  readonly call: string;
  readonly params: unknown;
}

/** Makes the calls over a port of the page's own; the results in the order of the calls. */
function ask(page: Page, calls: readonly Call[]): Promise<unknown[]> {
  return page.evaluate(async (wanted) => {
    const port = await new Promise<MessagePort>((resolve) => {
      window.addEventListener('message', ({ ports }) => ports[0] && resolve(ports[0]), { once: true });
      (Reflect.get(window, 'breakwater') as { requestEnginePort(): void }).requestEnginePort();
    });
    const results: unknown[] = [];
    for (const [id, { call, params }] of wanted.entries()) {
      const answered = new Promise<unknown>((resolve) => {
        port.onmessage = ({ data }) => {
          resolve(JSON.parse(new TextDecoder().decode((data as Uint8Array).subarray(1))).result);
        };
      });
      port.postMessage(
        new TextEncoder().encode(`\u0001${JSON.stringify({ type: 'call', id, call, params })}`),
      );
      results.push(await answered);
    }
    port.close();
    return results;
  }, calls);
}

function sendOversize(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const port = await new Promise<MessagePort>((resolve) => {
      window.addEventListener('message', ({ ports }) => ports[0] && resolve(ports[0]), { once: true });
      (Reflect.get(window, 'breakwater') as { requestEnginePort(): void }).requestEnginePort();
    });
    const closed = new Promise<string>((resolve) => port.addEventListener('close', () => resolve('closed')));
    port.start();
    port.postMessage(new Uint8Array(1024 * 1024 + 1));
    return closed;
  });
}
