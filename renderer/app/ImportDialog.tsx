/** The import screen in front of the monitor. What runs goes on when it is closed. */
import { ImportScreen } from '../panels/import/ImportScreen';
import { Dialog } from '../ui/Dialog';
import { DropFiles } from './DropFiles';

export function ImportDialog(props: {
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const { open, onOpen, onClose } = props;
  return (
    <>
      <Dialog title="Import market data" open={open} onClose={onClose}>
        <ImportScreen onOpened={onClose} />
      </Dialog>
      <DropFiles onFiles={onOpen} />
    </>
  );
}
