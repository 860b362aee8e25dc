import { expect, it } from 'vitest';
import { defaultChartView, parseChartView, toggledStudy } from './chartView';

it('keeps the order of the registry when studies are switched', () => {
  const both = toggledStudy(toggledStudy([], 'rsi'), 'ema');
  expect(both).toEqual(['ema', 'rsi']);
  expect(toggledStudy(both, 'ema')).toEqual(['rsi']);
});

it('reads a saved view, and the default for what does not fit', () => {
  expect(parseChartView(JSON.parse(JSON.stringify(defaultChartView)))).toEqual(defaultChartView);
  const read = parseChartView({ layers: { ranges: false, levels: 1 }, studies: ['gone', 'rsi', 3] });
  expect(read.layers).toEqual({ ...defaultChartView.layers, ranges: false });
  expect(read.studies).toEqual(['rsi']);
});
