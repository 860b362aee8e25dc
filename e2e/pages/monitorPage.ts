/** The screen by its roles and names: what a user of a screen reader would find is what the specs use. */
import { expect, type Locator, type Page } from 'playwright/test';

export class MonitorPage {
  readonly page: Page;
  /** LIVE, SIMULATED, REPLAY, CONNECTING or OFFLINE, with a word or two about it. */
  readonly feed: Locator;
  readonly statusLine: Locator;
  readonly instrument: Locator;
  readonly chart: Locator;
  readonly prices: Locator;
  readonly trades: Locator;
  readonly liquidations: Locator;
  readonly liquidationTotals: Locator;
  readonly transport: Locator;
  readonly slider: Locator;
  readonly speed: Locator;
  /** In the list of sessions. */
  readonly stopRecording: Locator;
  /** The moment a replay stands at, e.g. "9 Aug 2024 00:01:07 UTC". */
  readonly moment: Locator;

  constructor(page: Page) {
    this.page = page;
    this.statusLine = page.getByRole('contentinfo');
    this.feed = this.statusLine.getByRole('status');
    this.instrument = page.getByRole('combobox', { name: 'Instrument' });
    this.chart = page.getByRole('region', { name: /^Chart of/ });
    this.prices = page.getByRole('list', { name: 'Prices' });
    this.trades = page.getByRole('list', { name: 'Trades' }).getByRole('listitem');
    this.liquidations = page.getByRole('list', { name: 'Liquidation tape' }).getByRole('listitem');
    this.liquidationTotals = page
      .getByRole('table')
      .filter({ has: page.getByText('Asset', { exact: true }) });
    this.transport = page.getByRole('region', { name: 'Transport' });
    this.slider = this.transport.getByRole('slider', { name: 'Position in the session' });
    this.speed = this.transport.getByRole('combobox', { name: 'Speed' });
    this.stopRecording = page
      .getByRole('tabpanel', { name: 'Sessions' })
      .getByRole('button', { name: 'Stop recording' });
    this.moment = this.transport.getByRole('time');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  interval(name: string): Locator {
    return this.page.getByRole('radiogroup', { name: 'Interval' }).getByRole('radio', { name, exact: true });
  }

  rollingWindow(name: string): Locator {
    return this.page
      .getByRole('radiogroup', { name: 'Rolling window' })
      .getByRole('radio', { name, exact: true });
  }

  /** A value of the chart's legend by its tooltip, e.g. "Close". */
  legend(title: string): Locator {
    return this.chart.getByTitle(title, { exact: true }).getByRole('definition');
  }

  /** Every trade, however small. */
  async showTrades(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Trades' }).click();
    await this.page.getByRole('combobox', { name: 'Smallest trade shown' }).selectOption('All sizes');
  }

  /** Every liquidation, however small. */
  async showLiquidations(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Liquidation tape' }).click();
    await this.page.getByRole('combobox', { name: 'Smallest liquidation shown' }).selectOption('All sizes');
  }

  async openSessions(): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Places' })
      .getByRole('button', { name: 'Sessions' })
      .click();
  }

  async isLive(): Promise<void> {
    await expect(this.feed).toContainText('LIVE');
    await expect(this.legend('Close')).not.toHaveText('—');
  }

  /** Ends the recording and opens what was recorded; the replay then stands still. */
  async replayWhatWasRecorded(): Promise<void> {
    await this.#replayNewest('REPLAYpaused');
  }

  /** The same of a simulated market. */
  async replayWhatIsSimulated(): Promise<void> {
    await this.#replayNewest('REPLAYSIMULATEDpaused');
  }

  async #replayNewest(words: string): Promise<void> {
    await this.openSessions();
    await this.stopRecording.click();
    await this.button(/^Replay/).click();
    await expect(this.feed).toHaveText(words);
  }

  /** Market time the replay stands at. */
  async momentMs(): Promise<number> {
    await expect(this.moment).toContainText('UTC');
    return Date.parse((await this.moment.textContent()) ?? '');
  }

  /** Pixels of the chart in the colours of candles: nothing but drawing them can bring these about. */
  async candlePixels(): Promise<number> {
    return this.chart.evaluate((chart) => {
      const style = getComputedStyle(chart);
      const colours = ['--up', '--down'].map((name) => {
        const hex = style.getPropertyValue(name).trim();
        return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      });
      let found = 0;
      for (const canvas of chart.querySelectorAll('canvas')) {
        const { width, height } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        for (let at = 0; at < data.length; at += 4) {
          if (colours.some((colour) => colour.every((part, index) => part === data[at + index]))) found += 1;
        }
      }
      return found;
    });
  }
}
