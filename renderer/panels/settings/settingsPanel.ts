import type { PanelDef } from '../panelDef';
import { SettingsPanel } from './SettingsPanel';
import './settings.css';

export const settingsPanel: PanelDef = { id: 'settings', title: 'Settings', Panel: SettingsPanel };
