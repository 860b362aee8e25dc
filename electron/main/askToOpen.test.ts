import { expect, it } from 'vitest';
import { askToOpen } from './askToOpen';

it.each([
  [0, []],
  [1, ['https://example.org/why']],
])('opens a link only when the user says so (button %i)', async (response, expected) => {
  const asked: unknown[] = [];
  const opened: string[] = [];
  const dialog = {
    showMessageBox: async (options: unknown) => {
      asked.push(options);
      return { response, checkboxChecked: false };
    },
  };
  const shell = {
    openExternal: async (url: string) => {
      opened.push(url);
    },
  };
  await askToOpen({ dialog, shell }, 'https://example.org/why');
  expect(asked).toEqual([
    expect.objectContaining({ detail: 'https://example.org/why', defaultId: 0, cancelId: 0 }),
  ]);
  expect(opened).toEqual(expected);
});
