import type { PanelDef } from '../panelDef';
import { SqueezePanel } from './SqueezePanel';
import { Verdict } from './Verdict';
import './squeeze.css';

export const squeezePanel: PanelDef = {
  id: 'squeeze',
  title: 'Squeeze',
  Panel: SqueezePanel,
  RightActions: Verdict,
};
