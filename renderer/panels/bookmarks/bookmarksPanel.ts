import type { PanelDef } from '../panelDef';
import { BookmarksPanel } from './BookmarksPanel';
import './bookmarks.css';

export const bookmarksPanel: PanelDef = {
  id: 'bookmarks',
  title: 'Bookmarks',
  Panel: BookmarksPanel,
};
