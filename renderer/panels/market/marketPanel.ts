import type { PanelDef } from '../panelDef';
import { MarketPanel } from './MarketPanel';
import './market.css';

export const marketPanel: PanelDef = { id: 'market', title: 'Market', Panel: MarketPanel };
