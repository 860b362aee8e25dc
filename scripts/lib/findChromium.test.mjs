import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium } from './findChromium.mjs';

const only = (/** @type {string} */ wanted) => (/** @type {string} */ path) => path === wanted;

describe('finding a Chromium', () => {
  it('takes CHROME_PATH before any other', () => {
    expect(findChromium({ CHROME_PATH: '/opt/chrome' }, 'linux', () => true)).toBe('/opt/chrome');
  });

  it('does not fall back when CHROME_PATH is wrong', () => {
    expect(findChromium({ CHROME_PATH: '/opt/chrome' }, 'linux', only('/usr/bin/chromium'))).toBeNull();
  });

  it('looks on the path and in the usual folders', () => {
    const onPath = join('/home/me/bin', 'google-chrome');
    const usual = join('/usr/bin', 'chromium');
    expect(findChromium({ PATH: '/home/me/bin' }, 'linux', only(onPath))).toBe(onPath);
    expect(findChromium({}, 'linux', only(usual))).toBe(usual);
  });

  it('knows the application folders of macOS and Windows', () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const windows = join('C:/Program Files', 'Google/Chrome/Application/chrome.exe');
    expect(findChromium({ HOME: '/Users/me' }, 'darwin', only(mac))).toBe(mac);
    expect(findChromium({ PROGRAMFILES: 'C:/Program Files' }, 'win32', only(windows))).toBe(windows);
  });

  it('says null when there is none', () => {
    expect(findChromium({}, 'linux', () => false)).toBeNull();
  });
});
