import { frameLogFormats } from '../engine/imports/formats/frames/frameLogs';
import { IMPORT_FORMATS } from '../engine/imports/formats/registry';
import { frameLogReader } from '../exchanges/frameLogs/frameLogReader';

/** Every format an import of this host understands; raw frames are read by the venues' own parsers. */
export const importFormats = [...IMPORT_FORMATS, ...frameLogFormats(frameLogReader)];
