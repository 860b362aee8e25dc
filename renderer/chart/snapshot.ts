/** The chart, or the whole window, as a picture with a stamp below it. */
import { saveFile } from '../ui/saveFile';
import type { ChartTheme } from './chartTheme';
import type { SnapshotStamp } from './snapshotStamp';

const BAND_PX = 44;
const PADDING_PX = 12;

/** Words over the chart that the chart itself does not draw, at their place from its top. */
export interface PictureTitle {
  readonly text: string;
  readonly topPx: number;
}

/** `picture` is in device pixels; `pixelRatio` of them make one CSS pixel. */
export function stampedPicture(
  picture: HTMLCanvasElement,
  titles: readonly PictureTitle[],
  stamp: SnapshotStamp,
  theme: ChartTheme,
  pixelRatio: number,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height + Math.round(BAND_PX * pixelRatio);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no canvas');
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  context.scale(pixelRatio, pixelRatio);
  const top = picture.height / pixelRatio;
  context.fillStyle = theme.line;
  context.fillRect(0, top, canvas.width / pixelRatio, 1);
  context.textBaseline = 'middle';
  context.font = `600 13px ${theme.font}`;
  context.fillStyle = theme.text;
  context.fillText(stamp.title, PADDING_PX, top + 15);
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.fillText(stamp.context, PADDING_PX, top + 32);
  for (const { text, topPx } of titles) context.fillText(text, PADDING_PX, topPx + 10);
  return canvas;
}

/** Hands the picture to the user as a file. */
export function savePicture(canvas: HTMLCanvasElement, fileName: string): Promise<void> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) {
        reject(new Error('the picture could not be encoded'));
        return;
      }
      saveFile(blob, fileName).then(resolve, reject);
    }, 'image/png');
  });
}
