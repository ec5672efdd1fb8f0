import { expect, test } from 'vitest';
import { parseBenchArguments } from './bench-arguments.ts';

const benches = {
  ingest: {
    cameras: { kind: 'count', usual: 8, max: 256 },
    seconds: { kind: 'count', usual: 20, max: 600 },
    profile: { kind: 'choice', usual: 'main', choices: ['main', 'sub'] },
  },
  live: {},
} as const;
const parse = (args: readonly string[]) => parseBenchArguments(args, benches);

test.each([
  [[], /"sub-command" is missing.*ingest, live/],
  [['--json'], /"sub-command" is missing.*ingest/],
  [['database'], /no setting "database".*Known ones: ingest, live/],
  [['toString'], /no setting "toString"/],
  [['ingest', '--threads', '2'], /no setting "--threads".*--cameras, --seconds, --profile, --json/],
  [['ingest', '--camera', '2'], /Did you mean "--cameras"/],
  [['ingest', '--json=yes'], /no setting "--json"|Did you mean/],
  [['ingest', '8'], /no setting "8"/],
  [['ingest', '--cameras'], /"--cameras" is missing/],
  [['ingest', '--cameras', '0'], /"0" is not a valid value/],
  [['ingest', '--cameras', '257'], /from 1 to 256/],
  [['ingest', '--seconds', '1e2'], /from 1 to 600/],
  [['ingest', '--seconds=-5'], /"-5" is not a valid value/],
  [['ingest', '--profile', 'huge'], /one of main, sub/],
  [['live', '--cameras', '2'], /no setting "--cameras"/],
])('%j is refused', (args, message) => {
  expect(() => parse(args)).toThrow(message);
});

test('what is not given has its usual value', () => {
  expect(parse(['ingest'])).toEqual({
    bench: 'ingest',
    counts: { cameras: 8, seconds: 20 },
    choices: { profile: 'main' },
    isJson: false,
  });
});

test('values come after a space or an equals sign', () => {
  const args = ['ingest', '--cameras', '32', '--seconds=5', '--profile=sub', '--json'];
  expect(parse(args)).toMatchObject({ counts: { cameras: 32, seconds: 5 }, choices: { profile: 'sub' }, isJson: true });
});
