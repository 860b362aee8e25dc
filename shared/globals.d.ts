/**
 * The whole outside world of the shared layer: web-standard globals that Node and the browser have in common.
 *
 * The layer is type-checked with the ECMAScript library only, so anything not declared here (`window`,
 * `process`, `setTimeout`, `console`, …) does not compile. Add a global only if it has no side effect, no
 * clock, and means the same in both hosts; declare only the members that are used.
 */

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare var AbortController: {
  new (): AbortController;
};

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare var TextEncoder: {
  new (): { encode(text: string): Uint8Array<ArrayBuffer> };
};

declare var TextDecoder: {
  new (label?: 'utf-8', options?: { fatal?: boolean }): { decode(bytes: Uint8Array): string };
};

declare function queueMicrotask(task: () => void): void;
declare function structuredClone<T>(value: T): T;
