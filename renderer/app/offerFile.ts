/**
 * Hands a file that the user dropped or chose to the engine: by its place on the disk when the desktop shell
 * can tell it, else by sending it to the host that served this page.
 */
import { IMPORT_UPLOAD_PATH, type OfferedFile, offeredFileSchema } from '../../shared/contract/imports';
import { fail, ok, type Result } from '../../shared/model/result';
import type { OfferFile } from '../stores/importStore';
import { shellBridge } from '../ui/shellBridge';

export const offerFile: OfferFile = async (file, onSent, signal) => {
  const bridge = shellBridge();
  if (bridge === undefined) return send(file, onSent, signal);
  return readAnswer(await bridge.offerFile(file), file.name);
};

/** `fetch` does not tell how much it has sent. */
function send(
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Result<OfferedFile>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const done = (result: Result<OfferedFile>) => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    const lost = `${file.name} could not be sent: the engine did not take it.`;
    request.open('PUT', `${IMPORT_UPLOAD_PATH}?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => done(readAnswer(parsed(request.responseText), file.name));
    request.onerror = () => done(fail('connection-lost', lost, 'Try again.', true));
    request.onabort = () => done(fail('cancelled', `${file.name} was not sent.`));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    request.send(file);
  });
}

function readAnswer(answer: unknown, name: string): Result<OfferedFile> {
  if (typeof answer === 'object' && answer !== null && 'ok' in answer) {
    if (answer.ok === false) return answer as Result<OfferedFile>;
    const file = offeredFileSchema.safeParse('value' in answer ? answer.value : null);
    if (file.success) return ok(file.data);
  }
  return fail('internal', `The engine did not understand ${name}.`, 'Load the page again.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
