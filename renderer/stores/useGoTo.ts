import { useSession, useUi } from './context';

/**
 * Goes to a moment of the market: a replay that holds it is taken there, otherwise the chart is moved to it. Null
 * while neither can be done.
 */
export function useGoTo(): ((timeMs: number) => void) | null {
  const control = useSession((state) => state.control);
  const range = useSession(({ transport }) =>
    transport?.capabilities.includes('seek') === true ? transport.range : null,
  );
  const reveal = useUi((state) => state.reveal);
  if (range === null && reveal === null) return null;
  return (timeMs) => {
    if (range !== null && timeMs >= range.fromMs && timeMs <= range.toMs) {
      void control({ type: 'seek', timeMs });
    } else reveal?.(timeMs);
  };
}
