/** Liquidations of all venues as they come. */
import type { Stream } from '../../../shared/model/venue';
import { formatRoundUsd } from '../../../shared/text/format';
import { useSession, useUi } from '../../stores/context';
import { useAssets } from '../../stores/useAssets';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import type { TapeWords } from '../../tape/TapeList';
import { TapePanel } from '../../tape/TapePanel';
import { ThresholdSelect } from '../../tape/ThresholdSelect';
import { PanelNote } from '../../ui/PanelNote';
import { SoundControl, useLiquidationSound } from './SoundControl';

const WORDS: TapeWords = {
  name: 'Liquidation tape',
  upward: { words: 'Shorts liquidated', tone: 'shorts' },
  downward: { words: 'Longs liquidated', tone: 'longs' },
};

export function LiquidationTapePanel() {
  const session = useSession((state) => state.session);
  const minNotionalUsd = useUi((state) => state.view.liquidationsMinUsd);
  const assets = useAssets();
  const trouble = useFeedTrouble(STREAMS);
  useLiquidationSound();
  const size = minNotionalUsd > 0 ? ` of ${formatRoundUsd(minNotionalUsd)} or more` : '';
  return (
    <div className="tape-frame">
      {trouble?.sentence && <PanelNote>{trouble.sentence}</PanelNote>}
      <div className="panel-body" data-stale={trouble?.isStale === true}>
        <TapePanel
          panelId="liquidationTape"
          topic="liquidations"
          params={{ session, assets: [...assets], minNotionalUsd }}
          words={WORDS}
          emptySentence={`No liquidation${size} yet: each one appears here the moment a venue reports it.`}
        />
      </div>
    </div>
  );
}

const STREAMS: readonly Stream[] = ['liquidations'];

export function LiquidationTapeActions() {
  return (
    <div className="tape-actions">
      <LiquidationThreshold />
      <SoundControl />
    </div>
  );
}

function LiquidationThreshold() {
  const value = useUi((state) => state.view.liquidationsMinUsd);
  const setView = useUi((state) => state.setView);
  return (
    <ThresholdSelect
      name="Smallest liquidation shown"
      value={value}
      onChange={(liquidationsMinUsd) => setView({ liquidationsMinUsd })}
    />
  );
}
