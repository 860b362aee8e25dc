/** Whether keys are those of a Mac. */
export const IS_MAC = /^Mac|^iP/.test(globalThis.navigator?.platform ?? '');
