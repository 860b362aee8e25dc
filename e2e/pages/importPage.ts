/** The import screen by its roles and names. */
import { expect, type Locator, type Page } from 'playwright/test';

export class ImportPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly files: Locator;
  readonly importButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Import market data' });
    this.files = this.dialog.locator('.import-file');
    this.importButton = this.dialog.getByRole('button', { name: 'Import', exact: true });
  }

  async open(): Promise<void> {
    // Keys are heard once the monitor is there.
    await expect(this.page.getByRole('contentinfo')).toBeVisible();
    await this.page.keyboard.press('Control+i');
    await expect(this.dialog).toBeVisible();
  }

  file(name: string): Locator {
    return this.files.filter({ hasText: name });
  }

  /** Resolves when the import is done and the session can be opened. */
  async isDone(): Promise<void> {
    await expect(this.dialog.getByRole('button', { name: 'Open session' })).toBeVisible();
  }

  async openSession(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Open session' }).click();
    await expect(this.dialog).toBeHidden();
  }
}
