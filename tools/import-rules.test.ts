import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCycle, forbiddenEdges, importEdges, roomOf } from './import-graph.ts';

const root = join(import.meta.dirname, '..');

test('an import against the direction of the rooms is found', () => {
  const upward = { from: 'core/src/ids.ts', to: 'infra/src/config/config.ts' };
  const downward = { from: 'infra/src/config/config.ts', to: 'core/src/ids.ts' };
  expect(forbiddenEdges([upward, downward])).toEqual([upward]);
});

test('a cycle of files is found', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'b' },
  ];
  expect(findCycle(edges)).toEqual(['b', 'c']);
});

test('the client package is a room of its own inside the api folder', () => {
  expect(roomOf('api/client/src/client.ts')).toBe('api/client');
  expect(roomOf('api/src/main.ts')).toBe('api');
});

test('no file imports a room that its room may not know', () => {
  expect(forbiddenEdges(importEdges(root))).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(findCycle(importEdges(root))).toBeNull();
});
