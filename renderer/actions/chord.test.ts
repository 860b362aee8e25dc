import { describe, expect, it } from 'vitest';
import { chordLabels, chordOf, type KeyPress, typedCharacter } from './chord';

function press(
  key: string,
  code: string,
  held: readonly ('ctrl' | 'meta' | 'alt' | 'shift' | 'altGraph')[] = [],
) {
  return {
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    getModifierState: (name: string) => name === 'AltGraph' && held.includes('altGraph'),
  } satisfies KeyPress;
}

describe('chordOf', () => {
  it.each([
    ['a letter', press('k', 'KeyK'), 'K'],
    ['a capital', press('K', 'KeyK', ['shift']), 'Shift+K'],
    ['the modifier of commands', press('k', 'KeyK', ['ctrl']), 'Mod+K'],
    ['modifiers in one order', press('K', 'KeyK', ['shift', 'alt', 'ctrl']), 'Mod+Alt+Shift+K'],
    ['a character that needs Shift', press('?', 'Slash', ['shift']), '?'],
    ['the same on another keyboard', press('?', 'Minus', ['shift']), '?'],
    ['an arrow', press('ArrowLeft', 'ArrowLeft', ['shift']), 'Shift+ArrowLeft'],
    ['the space bar', press(' ', 'Space'), 'Space'],
    ['plus', press('+', 'Equal', ['ctrl', 'shift']), 'Mod+Plus'],
    ['a letter that lies elsewhere', press('a', 'KeyQ', ['alt']), 'Alt+A'],
    ['a letter of another script', press('л', 'KeyK', ['ctrl']), 'Mod+K'],
    ['a digit typed with Shift', press('1', 'Digit1', ['shift']), '1'],
    ['its key with Ctrl, which types another character', press('&', 'Digit1', ['ctrl']), 'Mod+1'],
    ['what AltGr types', press('@', 'KeyQ', ['ctrl', 'alt', 'altGraph']), '@'],
    ['the Windows key', press('k', 'KeyK', ['meta']), 'Meta+K'],
    ['a modifier alone', press('Shift', 'ShiftLeft', ['shift']), null],
    ['a dead key', press('Dead', 'BracketLeft'), null],
    ['a letter being composed', press('Process', 'KeyK'), 'K'],
  ])('reads %s', (_, pressed, chord) => {
    expect(chordOf(pressed, false)).toBe(chord);
  });

  it.each([
    ['Command', press('k', 'KeyK', ['meta']), 'Mod+K'],
    ['Control', press('k', 'KeyK', ['ctrl']), 'Ctrl+K'],
    ['Option, which types symbols', press('å', 'KeyA', ['alt']), 'Alt+A'],
    ['Option as a dead key', press('Dead', 'KeyN', ['alt']), 'Alt+N'],
    ['Option with a plain character', press('@', 'KeyL', ['alt']), 'Alt+L'],
    ['Option with a digit', press('¡', 'Digit1', ['alt']), 'Alt+1'],
  ])('reads %s on a Mac', (_, pressed, chord) => {
    expect(chordOf(pressed, true)).toBe(chord);
  });
});

describe('typedCharacter', () => {
  it('is a letter or a digit without modifiers, capital or not', () => {
    expect(typedCharacter(press('b', 'KeyB'), false)).toBe('B');
    expect(typedCharacter(press('B', 'KeyB', ['shift']), false)).toBe('B');
    expect(typedCharacter(press('5', 'Numpad5'), false)).toBe('5');
    expect(typedCharacter(press('b', 'KeyB', ['ctrl']), false)).toBeNull();
    expect(typedCharacter(press('F5', 'F5'), false)).toBeNull();
    expect(typedCharacter(press('?', 'Slash', ['shift']), false)).toBeNull();
  });
});

describe('chordLabels', () => {
  it('writes what the keyboard of the system has on it', () => {
    expect(chordLabels('Mod+Shift+ArrowLeft', false)).toEqual(['Ctrl', 'Shift', '←']);
    expect(chordLabels('Mod+Shift+ArrowLeft', true)).toEqual(['⌘', '⇧', '←']);
    expect(chordLabels('Mod+Plus', false)).toEqual(['Ctrl', '+']);
  });
});
