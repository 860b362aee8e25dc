import { useSession, useUi } from './context';
import { chooseInstrument, type InstrumentChoice } from './instruments';

/** The instrument shown: the one asked for, or its nearest relative in this session. */
export function useInstrument(): InstrumentChoice | undefined {
  const wanted = useUi((state) => state.view.instrumentId);
  const description = useSession((state) => state.description);
  return description === null ? undefined : chooseInstrument(description.instruments, wanted);
}
