import { expect, test } from 'vitest';
import { type ConsoleCommand, pressKey, restKeys, type Typed } from './console-keys.ts';

function type(...keys: string[]): { typed: Typed | null; commands: ConsoleCommand[] } {
  let typed: Typed | null = null;
  const commands: ConsoleCommand[] = [];
  for (const key of keys) {
    const outcome = pressKey(typed, key);
    typed = outcome.typed;
    if (outcome.command !== null) commands.push(outcome.command);
  }
  return { typed, commands };
}

test('a key that means nothing here is left to the page', () => {
  expect(pressKey(null, 'g')).toEqual({ typed: null, command: null, isTaken: false });
});

test('a number without a meaning does nothing', () => {
  expect(type('0', 'Enter').commands).toEqual([]);
  expect(type('c', 'Enter').commands).toEqual([]);
  expect(restKeys({ kind: 'tile', digits: '12' })).toBeNull();
  expect(restKeys({ kind: 'call', digits: '3' })).toBeNull();
});

test('12 Enter selects a tile, and c 0345 Enter calls a camera', () => {
  expect(type('1', '2', 'Enter').commands).toEqual([{ kind: 'select', tile: 12 }]);
  expect(type('c', '0', '3', '4', '5', 'Enter').commands).toEqual([{ kind: 'call', camera: 345 }]);
});

test('a digit by itself becomes a preset, w and a number a push, when nothing follows', () => {
  expect(restKeys({ kind: 'tile', digits: '5' })).toEqual({ kind: 'preset', number: 5 });
  expect(restKeys(type('w', '1', '4').typed ?? { kind: 'tile', digits: '' })).toEqual({ kind: 'push', panel: 14 });
  expect(type('w', '7', 'Enter').commands).toEqual([{ kind: 'push', panel: 7 }]);
});

test('Escape and Backspace mend what was typed, and only then act on the page', () => {
  expect(type('1', 'Escape')).toEqual({ typed: null, commands: [] });
  expect(type('1', '2', 'Backspace').typed).toEqual({ kind: 'tile', digits: '1' });
  expect(type('Escape').commands).toEqual([{ kind: 'back' }]);
});

test('the other keys act at once', () => {
  const kinds = type('Enter', '[', ']', ' ', 'b', 'i', 'r', 'k', 'x', 'ArrowLeft').commands.map(({ kind }) => kind);
  expect(kinds).toEqual([
    'maximise',
    'memory',
    'memory',
    'snapshot',
    'bookmark',
    'incident',
    'replay',
    'lock',
    'return',
    'move',
  ]);
});
