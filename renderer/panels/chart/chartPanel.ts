import type { PanelDef } from '../panelDef';
import { ChartActions } from './ChartActions';
import { ChartPanel } from './ChartPanel';
import './chart.css';

export const chartPanel: PanelDef = {
  id: 'chart',
  title: 'Chart',
  Panel: ChartPanel,
  LeftActions: ChartActions,
};
