/** Tells of trouble by a notification of the system while no window is there to show it. */
import { BrowserWindow, Notification } from 'electron';

export class TroubleAlert {
  readonly #showWindow: () => void;
  /** The newest one; without a reference its click would be lost. */
  #notification: Notification | null = null;

  constructor(showWindow: () => void) {
    this.#showWindow = showWindow;
  }

  /** `title` is what happened, `body` why; a click brings up a window. */
  tell(title: string, body: string): void {
    if (BrowserWindow.getAllWindows().length > 0 || !Notification.isSupported()) return;
    this.#notification?.close();
    this.#notification = new Notification({ title, body, urgency: 'critical' });
    this.#notification.on('click', this.#showWindow);
    this.#notification.show();
  }
}
