import type { PanelDef } from '../panelDef';
import { VenuesPanel } from './VenuesPanel';
import './venues.css';

export const venuesPanel: PanelDef = { id: 'venues', title: 'Venues', Panel: VenuesPanel };
