/** Hands a file to the user, who finds it where the browser or the desktop app keeps downloads. */

/** Long enough for the browser to begin reading. */
const KEEP_URL_MS = 10_000;

export function saveFile(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_URL_MS);
}
