/** The session behind the scrubber. Decoration for the eye: the slider over it says everything in words. */
import { useEffect, useRef } from 'react';
import type { Overview, Transport } from '../../../shared/contract/values';
import { currentTheme, onThemeChange } from '../../ui/theme';
import { drawOverview } from './overviewPicture';

export function OverviewCanvas({
  overview,
  transport,
}: {
  readonly overview: Overview | null;
  readonly transport: Transport;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { fromMs } = transport.range;
  const bucketMs = overview?.bucketMs ?? 1;
  // Drawn anew when a column is added, not with every tick of the market.
  const toMs = fromMs + Math.ceil((transport.range.toMs - fromMs) / bucketMs) * bucketMs;
  // Gaps only grow in number or in their last end; the text tells when the picture is another one.
  const gapsKey = `${transport.gaps.length} ${transport.gaps.at(-1)?.toMs}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `gapsKey` stands for the gaps
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const draw = () => {
      const context = element.getContext('2d');
      if (context === null) return;
      const { clientWidth: width, clientHeight: height } = element;
      const scale = window.devicePixelRatio;
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
      context.scale(scale, scale);
      context.clearRect(0, 0, width, height);
      if (overview === null || width === 0) return;
      const range = { fromMs, toMs };
      drawOverview(context, overview, {
        width,
        height,
        range,
        gaps: transport.gaps,
        color: currentTheme().color,
      });
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    const stopTheme = onThemeChange(draw);
    return () => {
      observer.disconnect();
      stopTheme();
    };
  }, [overview, fromMs, toMs, gapsKey]);

  return (
    <div className="scrubber-picture" aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}
