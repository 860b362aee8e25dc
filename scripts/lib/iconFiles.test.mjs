import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './project.mjs';

const PNG_SIGNATURE = '\u0089PNG\r\n\u001a\n';

/** @param {string} name */
const icon = (name) => readFileSync(join(projectRoot, 'assets/icons', name));

/**
 * Width of the PNG image that begins there; fails when none does.
 * @param {Buffer} file
 * @param {number} at
 */
function pngWidth(file, at = 0) {
  expect(file.toString('latin1', at, at + 8)).toBe(PNG_SIGNATURE);
  return file.readUInt32BE(at + 16);
}

it.each([16, 32, 48, 64, 128, 256, 512, 1024])('there is an icon of %d pixels', (size) => {
  expect(pngWidth(icon(`${size}x${size}.png`))).toBe(size);
});

it('the icon of Windows holds every size it can', () => {
  const file = icon('icon.ico');
  const widths = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const width = pngWidth(file, file.readUInt32LE(entry + 12));
    expect(file.readUInt8(entry)).toBe(width % 256);
    return width;
  });
  expect(widths).toEqual([16, 32, 48, 64, 128, 256]);
});

it('the icon of macOS holds every size it knows', () => {
  const file = icon('icon.icns');
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const widths = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) widths.push(pngWidth(file, at + 8));
  expect(widths).toEqual([16, 32, 64, 128, 256, 512, 1024]);
});
