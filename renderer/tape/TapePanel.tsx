/** The states every tape has around its rows. */
import type { TopicParams } from '../../shared/contract/api';
import { plural } from '../../shared/text/format';
import { useConnection, useSettings, useUi } from '../stores/context';
import { selectTimeZone } from '../stores/settingsStore';
import { EmptyState } from '../ui/EmptyState';
import { TapeList, type TapeWords } from './TapeList';
import { type TapeTopic, useTape } from './useTape';
import { useTapeInstruments } from './useTapeInstruments';

export function TapePanel<N extends TapeTopic>(props: {
  /** The dock panel it fills: behind another tab it asks for no rows. */
  readonly panelId: string;
  readonly topic: N;
  readonly params: TopicParams<N>;
  readonly words: TapeWords;
  /** Shown while there is no row. */
  readonly emptySentence: string;
}) {
  const shown = useUi(({ dock, shownPanels }) => dock === null || shownPanels.includes(props.panelId));
  const { tape, failure } = useTape(props.topic, shown ? props.params : null);
  const instruments = useTapeInstruments();
  const timeZone = useSettings(selectTimeZone);
  const connected = useConnection((state) => state.status.state === 'ready');
  if (failure !== null) {
    return (
      <div role="alert" className="tape-panel">
        <EmptyState>{[failure.message, failure.hint].filter(Boolean).join(' ')}</EmptyState>
      </div>
    );
  }
  if (!tape.loaded) {
    return (
      <EmptyState busy={true}>
        {connected ? 'Loading…' : 'Rows appear as soon as the engine is connected.'}
      </EmptyState>
    );
  }
  return (
    <div className="tape-panel" aria-busy={!connected}>
      {tape.skipped > 0 && (
        <p className="panel-note">{plural(tape.skipped, 'row')} left out because this window was too slow.</p>
      )}
      {tape.rows.length === 0 ? (
        <EmptyState>{props.emptySentence}</EmptyState>
      ) : (
        <TapeList rows={tape.rows} words={props.words} instruments={instruments} timeZone={timeZone} />
      )}
    </div>
  );
}
