// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { belongsToControl } from './useKeys';

/** The first element of the markup, as if it had the focus. */
function focused(markup: string): Element {
  document.body.innerHTML = markup;
  const element = document.body.querySelector('[id="it"]') ?? document.body.firstElementChild;
  if (element === null) throw new Error('no element');
  return element;
}

describe('belongsToControl', () => {
  it.each([
    ['a letter in a text field', '<input type="text">', 'B', true],
    ['a chord of text editing', '<input type="search">', 'Mod+Z', true],
    ['the palette, from a text field', '<input type="text">', 'Mod+K', false],
    ['a function key, from a text field', '<textarea></textarea>', 'F6', false],
    ['a letter on a select, which searches its choices', '<select></select>', 'B', true],
    ['Space on a button', '<button id="it"></button>', 'Space', true],
    ['a letter on a button', '<button></button>', 'B', false],
    ['an arrow on a button', '<button></button>', 'ArrowLeft', false],
    ['an arrow on a slider', '<input type="range">', 'Shift+ArrowLeft', true],
    ['a bar step on a slider', '<input type="range">', 'Alt+ArrowLeft', false],
    ['a digit on a radio button', '<input type="radio">', '5', false],
    ['Space inside a tab', '<div role="tab"><span id="it"></span></div>', 'Space', true],
    ['an arrow on the page', '<main></main>', 'ArrowLeft', false],
  ])('judges %s', (_, markup, chord, belongs) => {
    expect(belongsToControl(chord, focused(markup))).toBe(belongs);
  });
});
