import type { PanelDef } from '../panelDef';
import { BreakoutsPanel } from './BreakoutsPanel';
import './breakouts.css';

export const breakoutsPanel: PanelDef = { id: 'breakouts', title: 'Breakouts', Panel: BreakoutsPanel };
