/** Hands a file to the user: on the desktop where they say, else where the browser keeps downloads. */
import { shellBridge } from './shellBridge';

/** Long enough for the browser to begin reading. */
const KEEP_URL_MS = 10_000;

export async function saveFile(blob: Blob, fileName: string): Promise<void> {
  const bridge = shellBridge();
  if (bridge === undefined) download(blob, fileName);
  else await bridge.saveFile(fileName, new Uint8Array(await blob.arrayBuffer()));
}

function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_URL_MS);
}
