import manifest from '../../package.json';

export const appVersion: string = manifest.version;
