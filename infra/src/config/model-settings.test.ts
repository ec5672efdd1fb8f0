import { expect, test } from 'vitest';
import { modelsToEnvironment, parseModels } from './model-settings.ts';

const reader = (env: Readonly<Record<string, string>>) => (name: string) => env[name] ?? null;

test.each([
  [{ THAPCANH_DETECTOR: '../yolox' }, /npm run models -- list/],
  [{ THAPCANH_MODEL_PROVIDER: 'gpu' }, /one of cpu, cuda/],
])('%j is refused', (env, message) => {
  expect(() => parseModels('environment', reader(env))).toThrow(message);
});

test('without settings the shipped models run on the processor', () => {
  expect(parseModels('environment', reader({}))).toBeNull();
  expect(parseModels('environment', reader({ THAPCANH_DETECTOR: 'yolox-s' }))).toEqual({
    detector: 'yolox-s',
    manifestFile: null,
    provider: 'cpu',
  });
});

test('a child process gets the same settings', () => {
  for (const models of [
    { detector: 'dfine-n', manifestFile: null, provider: 'cuda' },
    { detector: null, manifestFile: '/srv/models/manifest.json', provider: 'cpu' },
  ] as const) {
    expect(parseModels('environment', reader(modelsToEnvironment(models)))).toEqual(models);
  }
});
