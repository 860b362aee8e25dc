/** Sound on or off, how loud, and from which size on. */
import { useEffect, useId, useRef } from 'react';
import { formatRoundUsd } from '../../../shared/text/format';
import { useApp, useSession, useUi } from '../../stores/context';
import { type Sound, TAPE_THRESHOLDS } from '../../stores/uiStore';
import { useAssets } from '../../stores/useAssets';
import { IconButton } from '../../ui/IconButton';
import { SoundIcon } from '../../ui/icons';
import { LiquidationSound, Speaker } from './liquidationSound';

export function SoundControl() {
  const sound = useUi((state) => state.view.sound);
  const setView = useUi((state) => state.setView);
  const popover = useId();
  const button = useRef<HTMLButtonElement>(null);
  const set = (change: Partial<Sound>) => setView({ sound: { ...sound, ...change } });
  return (
    <>
      <IconButton
        ref={button}
        name={sound.on ? 'Sound of liquidations: on' : 'Sound of liquidations: off'}
        title="Sound of liquidations"
        popoverTarget={popover}
      >
        <SoundIcon on={sound.on} />
      </IconButton>
      <fieldset
        id={popover}
        popover="auto"
        className="sound-popover"
        onBeforeToggle={(event) => placeBelow(event.currentTarget, button.current)}
        aria-label="Sound of liquidations"
      >
        <label className="sound-switch">
          <input
            type="checkbox"
            checked={sound.on}
            onChange={(event) => set({ on: event.currentTarget.checked })}
          />
          Sound for each liquidation
        </label>
        <label>
          From
          <select
            className="select"
            value={sound.minUsd}
            onChange={(event) => set({ minUsd: Number(event.currentTarget.value) })}
          >
            {TAPE_THRESHOLDS.filter((usd) => usd > 0).map((usd) => (
              <option key={usd} value={usd}>
                {formatRoundUsd(usd)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Volume
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={sound.volume}
            onChange={(event) => set({ volume: Number(event.currentTarget.value) })}
          />
        </label>
        <p className="muted">Shorts rise, longs fall; larger ones are deeper and louder.</p>
      </fieldset>
    </>
  );
}

/** A popover lies in front of everything and knows no place of its own: below what opened it, ending with it. */
function placeBelow(popover: HTMLElement, opener: HTMLElement | null): void {
  const place = opener?.getBoundingClientRect();
  if (place === undefined) return;
  popover.style.top = `${place.bottom}px`;
  popover.style.right = `${Math.max(4, window.innerWidth - place.right)}px`;
}

/** Plays what comes in while the sound is on. */
export function useLiquidationSound(): void {
  const { engine } = useApp();
  const session = useSession((state) => state.session);
  const { on, volume, minUsd } = useUi((state) => state.view.sound);
  const assets = useAssets();
  const loudness = useRef(volume);
  loudness.current = volume;
  useEffect(() => {
    if (!on || assets.length === 0) return;
    const speaker = new Speaker();
    const sound = new LiquidationSound(
      (tone) => speaker.play(tone),
      () => performance.now(),
    );
    const params = { session, assets: [...assets], minNotionalUsd: minUsd };
    const stop = engine.subscribe('liquidations', params, (frame) =>
      sound.hear(frame, minUsd, loudness.current),
    );
    return () => {
      stop();
      speaker.close();
    };
  }, [engine, session, on, minUsd, assets]);
}
