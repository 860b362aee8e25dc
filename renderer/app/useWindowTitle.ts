/** The window's title says what it shows, as the top bar does: it is what a taskbar or a tab has of it. */
import { useEffect } from 'react';
import { useConnection, useSession } from '../stores/context';
import { feedText, feedWord } from '../stores/feedWord';

export function useWindowTitle(): void {
  const connection = useConnection((state) => state.status);
  const feed = useSession(({ transport, health }) => feedText(feedWord(connection, transport, health)));
  useEffect(() => {
    document.title = `${feed} – Breakwater`;
  }, [feed]);
}
