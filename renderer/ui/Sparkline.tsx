/** A line of closes without axes; a decoration beside figures, so it has no name of its own. */

const WIDTH = 48;
const HEIGHT = 18;
const EDGE = 1.5;

export function Sparkline({
  closes,
  tone,
}: {
  readonly closes: readonly (number | null)[];
  readonly tone: string;
}) {
  return (
    <svg
      className={`sparkline ${tone}`}
      aria-hidden="true"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <path d={sparkPath(closes)} />
    </svg>
  );
}

/** SVG path over the closes; it breaks where a value is not known. */
export function sparkPath(closes: readonly (number | null)[]): string {
  const known = closes.filter((close) => close !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (index: number) =>
    (EDGE + (index / Math.max(1, closes.length - 1)) * (WIDTH - 2 * EDGE)).toFixed(1);
  const y = (close: number) => {
    const height = high === low ? 0.5 : (close - low) / (high - low);
    return (HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE)).toFixed(1);
  };
  return closes
    .map((close, index) => {
      if (close === null) return '';
      const isStart = index === 0 || closes[index - 1] === null;
      return `${isStart ? 'M' : 'L'}${x(index)} ${y(close)}`;
    })
    .join('');
}
