import { expect, it } from 'vitest';
import { engineEnvironment } from './engineEnvironment';

it('passes on what the engine needs and no secrets', () => {
  const needed = {
    HOME: '/h',
    PATH: '/bin',
    TZ: 'UTC',
    LC_ALL: 'C',
    https_proxy: 'http://p',
    SystemRoot: 'C:\\W',
    APPDATA: 'a',
  };
  const secret = {
    AWS_SECRET_ACCESS_KEY: 'k',
    GITHUB_TOKEN: 't',
    NODE_OPTIONS: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: 'x',
    MY_HOME: 'm',
  };
  expect(engineEnvironment({ ...needed, ...secret, TMPDIR: undefined })).toEqual(needed);
});
