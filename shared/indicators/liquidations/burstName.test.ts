import { expect, it } from 'vitest';
import { burstName } from './burstName';

it('names a burst by the side that was closed', () => {
  expect(burstName('short')).toBe('SHORT SQUEEZE');
  expect(burstName('long')).toBe('LONG CASCADE');
});
