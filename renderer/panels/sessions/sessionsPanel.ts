import type { PanelDef } from '../panelDef';
import { SessionsPanel } from './SessionsPanel';
import './sessions.css';

export const sessionsPanel: PanelDef = {
  id: 'sessions',
  title: 'Sessions',
  Panel: SessionsPanel,
};
