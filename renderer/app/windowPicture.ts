/**
 * A picture of the whole window with a stamp below it. The desktop takes it; in a browser the user is asked for
 * it, for a page cannot see itself.
 */
import { fail, ok, type Result } from '../../shared/model/result';
import { chartThemeOf } from '../chart/chartTheme';
import { savePicture, stampedPicture } from '../chart/snapshot';
import { windowStamp } from '../chart/snapshotStamp';
import type { AppContext } from '../stores/context';
import { feedText, feedWord } from '../stores/feedWord';
import { selectTimeZone } from '../stores/settingsStore';
import { type ShellBridge, shellBridge } from '../ui/shellBridge';
import { currentTheme } from '../ui/theme';

/** Saves it; what goes wrong is told as a failure of the session's. */
export async function saveWindowPicture({ session, connection, settings }: AppContext): Promise<void> {
  session.setState({ failure: null });
  const bridge = shellBridge();
  const taken = await (bridge === undefined ? fromBrowser() : fromDesktop(bridge));
  if (!taken.ok) session.setState({ failure: taken.error });
  else if (taken.value !== null) {
    const picture = taken.value;
    // Of the moment that it shows, which is not the one at which it was asked for.
    const { transport, health } = session.getState();
    const stamp = windowStamp({
      feed: feedText(feedWord(connection.getState().status, transport, health)),
      simulated: transport?.simulated ?? false,
      session: transport?.title ?? '',
      marketTimeMs: transport?.nowMs ?? null,
      timeZone: selectTimeZone(settings.getState()),
    });
    const theme = chartThemeOf(currentTheme());
    const stamped = stampedPicture(picture, [], stamp, theme, picture.width / window.innerWidth);
    await savePicture(stamped, stamp.fileName);
  }
}

/** Null when it was not wanted. */
type Taken = Result<HTMLCanvasElement | null>;

async function fromDesktop(bridge: ShellBridge): Promise<Taken> {
  await nextFrames();
  const png = await bridge.picture();
  if (!(png instanceof Uint8Array))
    return fail('not-supported', 'The desktop gave no picture of this window.');
  const image = await createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
  return ok(drawn(image, image.width, image.height));
}

async function fromBrowser(): Promise<Taken> {
  // A browser without it has no `mediaDevices` at all, or one without this.
  const devices = navigator.mediaDevices as Partial<MediaDevices> | undefined;
  if (devices?.getDisplayMedia === undefined) {
    const hint = 'Take a screenshot with the browser or the system; the chart alone can be saved with Alt+S.';
    return fail('not-supported', 'This browser lets no page take its picture.', hint);
  }
  const wanted = { video: { displaySurface: 'browser' }, audio: false, preferCurrentTab: true };
  const stream = await devices.getDisplayMedia(wanted).catch(() => null);
  if (stream === null) return ok(null);
  const video = document.createElement('video');
  try {
    video.srcObject = stream;
    await video.play();
    // The browser's own dialog is gone a moment later.
    await nextFrames();
    return ok(drawn(video, video.videoWidth, video.videoHeight));
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

function drawn(image: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas;
}

/** What stood in front, such as the command palette, is gone from the screen then. */
function nextFrames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
