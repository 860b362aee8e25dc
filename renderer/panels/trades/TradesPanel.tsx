/** Trades of the instrument on the chart. */
import type { Stream } from '../../../shared/model/venue';
import { formatRoundUsd } from '../../../shared/text/format';
import { useSession, useUi } from '../../stores/context';
import { instrumentTitle } from '../../stores/instruments';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import { useInstrument } from '../../stores/useInstrument';
import type { TapeWords } from '../../tape/TapeList';
import { TapePanel } from '../../tape/TapePanel';
import { ThresholdSelect } from '../../tape/ThresholdSelect';
import { EmptyState } from '../../ui/EmptyState';
import { PanelNote } from '../../ui/PanelNote';

const WORDS: TapeWords = {
  name: 'Trades',
  upward: { words: 'Taker bought', tone: 'up' },
  downward: { words: 'Taker sold', tone: 'down' },
};

const STREAMS: readonly Stream[] = ['trades'];

export function TradesPanel() {
  const session = useSession((state) => state.session);
  const instrument = useInstrument();
  const trouble = useFeedTrouble(STREAMS);
  const minNotionalUsd = useUi((state) => state.view.tradesMinUsd);
  if (instrument === undefined) {
    return (
      <EmptyState busy={true}>
        Trades appear as soon as a venue has told which instruments it trades.
      </EmptyState>
    );
  }
  const size = minNotionalUsd > 0 ? ` of ${formatRoundUsd(minNotionalUsd)} or more` : '';
  return (
    <div className="tape-frame">
      {trouble?.sentence && <PanelNote>{trouble.sentence}</PanelNote>}
      <div className="panel-body" data-stale={trouble?.isStale === true}>
        <TapePanel
          panelId="trades"
          topic="trades"
          params={{ session, instrumentId: instrument.id, minNotionalUsd }}
          words={WORDS}
          emptySentence={`No trade${size} in ${instrumentTitle(instrument)} yet; choose a smaller size above to see more.`}
        />
      </div>
    </div>
  );
}

export function TradesThreshold() {
  const value = useUi((state) => state.view.tradesMinUsd);
  const setView = useUi((state) => state.setView);
  return (
    <ThresholdSelect
      name="Smallest trade shown"
      value={value}
      onChange={(tradesMinUsd) => setView({ tradesMinUsd })}
    />
  );
}
