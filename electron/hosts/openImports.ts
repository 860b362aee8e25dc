import { IMPORT_FORMATS } from '../engine/imports/formats/registry';

/** Every format an import of this host understands. */
export const importFormats = IMPORT_FORMATS;
