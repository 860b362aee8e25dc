/** The objects of market structure of the asset on the chart, each with what it rests on. */
import type { Stream } from '../../../shared/model/venue';
import { useSession, useStructure } from '../../stores/context';
import { displayDecimals } from '../../stores/instruments';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import { useInstrument } from '../../stores/useInstrument';
import { EmptyState } from '../../ui/EmptyState';
import { PanelNote } from '../../ui/PanelNote';
import { ScrollArea } from '../../ui/ScrollArea';
import { CurrentTable, PastTable, RatesTable } from './BreakoutTables';
import { BurstTable } from './BurstTable';
import { LeadTable } from './LeadTable';

const STREAMS: readonly Stream[] = ['trades', 'candles', 'liquidations'];

export function BreakoutsPanel() {
  const { structure, failure } = useStructure((state) => state);
  const trouble = useFeedTrouble(STREAMS);
  const decimals = useDecimals(structure?.instrumentId ?? null);
  if (failure !== null) {
    return <EmptyState>{[failure.message, failure.hint].filter(Boolean).join(' ')}</EmptyState>;
  }
  if (structure === null) {
    return (
      <EmptyState busy={true}>
        Ranges and breakouts appear with the first closed candles of this session.
      </EmptyState>
    );
  }
  return (
    <ScrollArea name={`Breakouts of ${structure.asset}`} className="breakouts">
      {trouble?.sentence && <PanelNote>{trouble.sentence}</PanelNote>}
      <div className="panel-body" data-stale={trouble?.isStale === true}>
        <CurrentTable structure={structure} decimals={decimals} />
        <PastTable structure={structure} decimals={decimals} />
        <RatesTable structure={structure} />
        <BurstTable bursts={structure.bursts} decimals={decimals} />
        <LeadTable lead={structure.lead} />
      </div>
    </ScrollArea>
  );
}

/** Of the prices of the instrument whose bars were looked at. */
function useDecimals(instrumentId: string | null): number {
  const shown = useInstrument();
  const looked = useSession(({ description }) =>
    description?.instruments.findLast(({ id }) => id === instrumentId),
  );
  const instrument = looked ?? shown;
  return instrument === undefined ? 2 : displayDecimals(instrument);
}
