/**
 * `node scripts/icons.mjs`: draws assets/icons/ from assets/icon.svg, in Chromium. Run it after a change of the
 * drawing; its results are committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureChromium } from './lib/findChromium.mjs';
import { icnsFile, icoFile } from './lib/iconFiles.mjs';
import { say } from './lib/log.mjs';
import { projectRoot } from './lib/project.mjs';

const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];
const TRAY_SIZES = { 'tray.png': 16, 'tray@2x.png': 32 };

const folder = join(projectRoot, 'assets/icons');
const executablePath = await ensureChromium();
if (executablePath === null) process.exitCode = 1;
else await drawAll(executablePath);

/** @param {string} executablePath */
async function drawAll(executablePath) {
  const svg = readFileSync(join(projectRoot, 'assets/icon.svg'), 'utf8');
  const browser = await chromium.launch({ executablePath, args: ['--disable-quic'] });
  const page = await browser.newPage();
  /** @type {Map<number, Buffer>} */
  const images = new Map();
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>* { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
    images.set(size, await page.screenshot({ omitBackground: true }));
  }
  await browser.close();

  mkdirSync(folder, { recursive: true });
  for (const [size, png] of images) writeFileSync(join(folder, `${size}x${size}.png`), png);
  for (const [name, size] of Object.entries(TRAY_SIZES)) {
    writeFileSync(join(folder, name), images.get(size) ?? Buffer.alloc(0));
  }
  writeFileSync(join(folder, 'icon.ico'), icoFile(images));
  writeFileSync(join(folder, 'icon.icns'), icnsFile(images));
  say(`Drew ${images.size} sizes into assets/icons`);
}
