import { expect, test } from 'vitest';
import { parseFaultsArguments } from './faults-arguments.ts';

const names = ['kill-worker', 'disk-full'];

test.each([
  [['--jsn'], /Did you mean "--json"/],
  [['--json=1'], /no setting|Did you mean/],
  [['--only'], /"--only" is missing/],
  [['--only', 'fire'], /"fire" is not a valid value.*kill-worker, disk-full/],
  [['disk-full'], /no setting "disk-full"/],
])('%j is refused', (args, message) => {
  expect(() => parseFaultsArguments(args, names)).toThrow(message);
});

test('without arguments all faults are run', () => {
  expect(parseFaultsArguments([], names)).toEqual({ isJson: false, only: [] });
});

test('some can be chosen', () => {
  expect(parseFaultsArguments(['--json', '--only=disk-full,kill-worker'], names)).toEqual({
    isJson: true,
    only: ['disk-full', 'kill-worker'],
  });
});
