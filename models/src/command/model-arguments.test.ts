import { expect, test } from 'vitest';
import { parseModelArguments } from './model-arguments.ts';

test.each([
  [[], 'there is no command "" (known ones: list, verify, fetch)'],
  [['lst'], 'there is no command "lst" (did you mean "list"?)'],
  [['fetch'], 'fetch needs a profile: default, accurate'],
  [['fetch', 'acurate'], 'there is no profile "acurate" (did you mean "accurate"?)'],
  [['list', 'default'], '"default" is too much'],
  [['verify', 'default', 'now'], '"now" is too much'],
  [['fetch', 'accurate', 'yolox-s', 'dfine-s'], '"dfine-s" is too much'],
  [['verify', '--jsn'], 'there is no option "--jsn" (did you mean "--json"?)'],
  [['list', '--manifest'], '--manifest needs a file'],
])('refuses %j, saying why', (args, reason) => {
  expect(() => parseModelArguments(args)).toThrow(`npm run models: ${reason}.`);
});

test('a profile is the default one unless it is named, and flags may stand anywhere', () => {
  const plain = { profile: 'default', only: null, manifest: undefined, isJson: false };
  expect(parseModelArguments(['verify'])).toEqual({ ...plain, command: 'verify' });
  expect(parseModelArguments(['--json', 'list', '--manifest', 'own.json'])).toEqual({
    ...plain,
    command: 'list',
    isJson: true,
    manifest: 'own.json',
  });
  expect(parseModelArguments(['fetch', 'accurate'])).toEqual({ ...plain, command: 'fetch', profile: 'accurate' });
  expect(parseModelArguments(['fetch', 'accurate', 'dfine-s']).only).toBe('dfine-s');
});
