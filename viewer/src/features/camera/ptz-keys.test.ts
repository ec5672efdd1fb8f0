import { expect, test } from 'vitest';
import { KEY_BINDINGS } from '../../shared/key-bindings.ts';
import { PTZ_KEYS, vectorOf } from './ptz-keys.ts';

test('opposite directions cancel each other', () => {
  expect(vectorOf(['left', 'right'], 1)).toEqual({ pan: 0, tilt: 0, zoom: 0 });
});

test('directions held together add up, at the chosen speed', () => {
  expect(vectorOf(['up', 'right', 'zoomOut'], 0.5)).toEqual({ pan: 0.5, tilt: 0.5, zoom: -0.5 });
});

test('the keys that turn a camera are free, and all of them stand in the table of keys', () => {
  const bound = KEY_BINDINGS.filter(({ scope }) => scope === 'camera');
  const listed = bound.filter(({ label }) => label.startsWith('ptz')).flatMap(({ keys }) => keys);
  expect([...listed].sort()).toEqual(Object.keys(PTZ_KEYS).sort());
  const others = bound.filter(({ label }) => !label.startsWith('ptz')).flatMap(({ keys }) => keys);
  expect(others.filter((key) => key in PTZ_KEYS)).toEqual([]);
});
