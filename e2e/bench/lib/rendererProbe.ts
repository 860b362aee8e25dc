/** What one page costs its renderer process and how evenly it draws, over the browser's own counters. */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright';

export interface RendererCost {
  readonly frameP50Ms: number;
  readonly frameP95Ms: number;
  /** CPU time of the renderer process, raster threads included, per wall time: 1 is one core. */
  readonly rendererCore: number;
  /** Share of wall time in which the main thread ran a task. */
  readonly mainBusyShare: number;
  /** CPU time of the main thread per wall time: without the waiting that other programs on the machine cause. */
  readonly mainCpuShare: number;
  /**
   * Resident memory of the renderer process, what it shares with Chromium's other processes by its share,
   * where the system tells (Linux); else its JS heap.
   */
  readonly rendererMb: number;
}

/** Sums of Chromium's `Performance.getMetrics`, in ms. */
interface Sums {
  readonly wallMs: number;
  readonly taskMs: number;
  readonly mainCpuMs: number;
  readonly processCpuMs: number;
}

export class RendererProbe {
  readonly #page: Page;
  readonly #pageSession: CDPSession;
  readonly #browserSession: CDPSession;
  readonly #rendererPid: number;

  private constructor(page: Page, pageSession: CDPSession, browserSession: CDPSession, rendererPid: number) {
    this.#page = page;
    this.#pageSession = pageSession;
    this.#browserSession = browserSession;
    this.#rendererPid = rendererPid;
  }

  /** For a browser with this one page open. */
  static async open(browser: Browser, page: Page): Promise<RendererProbe> {
    const pageSession = await page.context().newCDPSession(page);
    const browserSession = await browser.newBrowserCDPSession();
    await pageSession.send('Performance.enable', { timeDomain: 'timeTicks' });
    const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    // The busiest renderer is the page's: Chromium keeps a spare one that does nothing.
    const own = renderers.reduce((most, one) => (one.cpuTime > most.cpuTime ? one : most));
    return new RendererProbe(page, pageSession, browserSession, own.id);
  }

  async measure(seconds: number): Promise<RendererCost> {
    const before = await this.#sums();
    const frames = await this.#page.evaluate(frameTimes, seconds * 1_000);
    const after = await this.#sums();
    const wallMs = after.wallMs - before.wallMs;
    frames.sort((one, other) => one - other);
    const quantile = (share: number) => frames[Math.floor(share * (frames.length - 1))] ?? Number.NaN;
    return {
      frameP50Ms: quantile(0.5),
      frameP95Ms: quantile(0.95),
      rendererCore: (after.processCpuMs - before.processCpuMs) / wallMs,
      mainBusyShare: (after.taskMs - before.taskMs) / wallMs,
      mainCpuShare: (after.mainCpuMs - before.mainCpuMs) / wallMs,
      rendererMb: await this.#memoryMb(),
    };
  }

  /** JS heap in use after a collection, MB. */
  async heapMb(): Promise<number> {
    await this.#pageSession.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#pageSession.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  async #sums(): Promise<Sums> {
    const { metrics } = await this.#pageSession.send('Performance.getMetrics');
    const ms = (name: string) =>
      (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1_000;
    const { processInfo } = await this.#browserSession.send('SystemInfo.getProcessInfo');
    const own = processInfo.find(({ id }) => id === this.#rendererPid);
    if (own === undefined) throw new Error('the renderer process is gone');
    return {
      wallMs: ms('Timestamp'),
      taskMs: ms('TaskDuration'),
      mainCpuMs: ms('ThreadTime'),
      processCpuMs: own.cpuTime * 1_000,
    };
  }

  async #memoryMb(): Promise<number> {
    if (process.platform !== 'linux') return this.heapMb();
    const rollup = readFileSync(`/proc/${this.#rendererPid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1_000;
  }
}

/** Runs in the page: the times between animation frames. */
function frameTimes(forMs: number): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const endMs = performance.now() + forMs;
    let previousMs: number | undefined;
    const onFrame = (nowMs: number) => {
      if (previousMs !== undefined) times.push(nowMs - previousMs);
      previousMs = nowMs;
      if (nowMs < endMs) requestAnimationFrame(onFrame);
      else resolve(times);
    };
    requestAnimationFrame(onFrame);
  });
}
