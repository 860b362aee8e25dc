import { shellBridge } from './shellBridge';

/** True in a window of the desktop app, whose preload script leaves its bridge there. */
export function isDesktop(): boolean {
  return shellBridge() !== undefined;
}
