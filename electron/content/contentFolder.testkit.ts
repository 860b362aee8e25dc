/** A small renderer folder with secrets around it, and the paths by which one would try to reach them. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SECRET = 'a file outside of the renderer';
export const PAGE = '<!doctype html><title>Breakwater</title>';
export const HASHED = '/assets/index-BxY12_aZ.js';

/** Each must be refused or be missing, wherever it is asked for. */
export const PATH_TRICKS = [
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/%252e%252e%252fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/assets%5c..%5c..%5csecret.txt',
  '/index.html%00.txt',
  '/%00',
  '/../renderer-secret/file.txt',
  '/..%2frenderer-secret%2ffile.txt',
  '/link.txt',
  '/up/secret.txt',
  '/.fingerprint',
  '/%E0%A4%A',
  '//etc/passwd',
  '/file:///etc/passwd',
] as const;

export interface ContentFolder {
  readonly rendererDir: string;
  remove(): Promise<void>;
}

export async function makeContentFolder(): Promise<ContentFolder> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'breakwater-content-')));
  const rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), PAGE);
  await writeFile(join(rendererDir, HASHED), 'export {};');
  await writeFile(join(rendererDir, 'a b.svg'), '<svg/>');
  await writeFile(join(rendererDir, '.fingerprint'), SECRET);
  await writeFile(join(folder, 'secret.txt'), SECRET);
  // A neighbour whose name begins like the folder's own.
  await mkdir(join(folder, 'renderer-secret'));
  await writeFile(join(folder, 'renderer-secret', 'file.txt'), SECRET);
  await symlink(join(folder, 'secret.txt'), join(rendererDir, 'link.txt'));
  await symlink(folder, join(rendererDir, 'up'));
  return { rendererDir, remove: () => rm(folder, { recursive: true }) };
}
