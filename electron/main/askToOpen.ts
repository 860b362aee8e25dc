/** Opens a link of a bookmark in the user's browser, if the user says so: it may have come with somebody's session. */
import type { MessageBoxOptions } from 'electron';

interface Desktop {
  readonly dialog: { showMessageBox(options: MessageBoxOptions): Promise<{ readonly response: number }> };
  readonly shell: { openExternal(url: string): Promise<void> };
}

export async function askToOpen({ dialog, shell }: Desktop, url: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this address in your browser?',
    detail: url,
    buttons: ['Cancel', 'Open'],
    // Whoever presses Enter without reading stays.
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) await shell.openExternal(url);
}
