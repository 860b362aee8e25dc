/** Instruments by a few letters. It opens by typing anywhere, and what opened it is its first letter. */
import { useMemo } from 'react';
import { flushSync } from 'react-dom';
import { useSession, useUi } from '../stores/context';
import { instrumentTitle, listInstruments } from '../stores/instruments';
import { useInstrument } from '../stores/useInstrument';
import { Dialog } from '../ui/Dialog';
import { Picker, type PickerItem } from '../ui/Picker';

export function SymbolSearch(props: {
  /** What was typed to open it; null: closed. */
  readonly typed: string | null;
  readonly onClose: () => void;
}) {
  const { typed, onClose } = props;
  return (
    <Dialog title="Symbols" open={typed !== null} onClose={onClose} place="top">
      <Symbols typed={typed ?? ''} onClose={onClose} />
    </Dialog>
  );
}

function Symbols({ typed, onClose }: { readonly typed: string; readonly onClose: () => void }) {
  const description = useSession((state) => state.description);
  const shownId = useInstrument()?.id;
  const setView = useUi((state) => state.setView);
  const items = useMemo((): readonly PickerItem[] => {
    if (description === null) return [];
    const venueTitles = new Map(description.venues.map((venue) => [venue.id, venue.title]));
    const perpetualsFirst = [...listInstruments(description.instruments)].sort((one, other) =>
      one.kind.localeCompare(other.kind),
    );
    return perpetualsFirst.map((instrument) => {
      const venue = venueTitles.get(instrument.venue) ?? instrument.venue;
      return {
        id: instrument.id,
        label: instrumentTitle(instrument),
        group: instrument.asset,
        alsoFoundBy: venue,
        detail: venue,
        checked: instrument.id === shownId,
      };
    });
  }, [description, shownId]);
  return (
    <Picker
      name="Symbol"
      placeholder="Symbol or venue"
      items={items}
      initialQuery={typed}
      nothingFound="No instrument of this session is called that. Add its asset in the settings."
      onPick={(instrumentId) => {
        flushSync(onClose);
        setView({ instrumentId });
      }}
    />
  );
}
