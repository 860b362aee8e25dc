import { writeFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test';

/** Height of the stamp below a picture. */
const STAMP_PX = 44;

test('the window is saved as a picture, with a stamp below it', async ({ app, host, monitor }, testInfo) => {
  const { page } = monitor;
  await monitor.isLive();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  if (host === 'browser') {
    // A browser asks its user, whom nobody stands for here: the tab is a canvas of its size.
    await page.evaluate(
      (size) => {
        const canvas = Object.assign(document.createElement('canvas'), size);
        const draw = () => {
          canvas.getContext('2d')?.fillRect(0, 0, size.width, size.height);
          requestAnimationFrame(draw);
        };
        draw();
        navigator.mediaDevices.getDisplayMedia = async () => canvas.captureStream();
      },
      { width, height },
    );
  }
  const { name, bytes } = await app.saved(page, () => page.keyboard.press('Alt+Shift+S'));
  expect(name).toMatch(/^breakwater-window-\d{8}T\d{6}Z\.png$/);
  await writeFile(testInfo.outputPath('window.png'), bytes);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height + STAMP_PX]);
});

test('a browser that lets no page take its picture says what to do instead', async ({ host, monitor }) => {
  test.skip(host !== 'browser', 'the desktop takes the picture itself');
  await monitor.isLive();
  await monitor.page.evaluate(() => Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia'));
  await monitor.page.keyboard.press('Alt+Shift+S');
  await expect(monitor.page.getByText(/lets no page take its picture/)).toBeVisible();
});
