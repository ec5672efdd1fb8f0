import { expect, test } from 'vitest';
import { parseBenchArguments } from './bench-arguments.ts';

test.each([
  [[], /"sub-command" is missing.*ingest/],
  [['--json'], /"sub-command" is missing.*ingest/],
  [['database'], /no setting "database".*Known ones: ingest/],
  [['ingest', '--threads', '2'], /no setting "--threads".*--cameras, --seconds, --json/],
  [['ingest', '--camera', '2'], /Did you mean "--cameras"/],
  [['ingest', '--json=yes'], /no setting "--json"|Did you mean/],
  [['ingest', '8'], /no setting "8"/],
  [['ingest', '--cameras'], /"--cameras" is missing/],
  [['ingest', '--cameras', '0'], /"0" is not a valid value/],
  [['ingest', '--cameras', '257'], /from 1 to 256/],
  [['ingest', '--seconds', '1e2'], /from 1 to 600/],
  [['ingest', '--seconds=-5'], /"-5" is not a valid value/],
])('%j is refused', (args, message) => {
  expect(() => parseBenchArguments(args)).toThrow(message);
});

test('what is not given has its usual value', () => {
  expect(parseBenchArguments(['ingest'])).toEqual({ cameras: 8, seconds: 20, isJson: false });
});

test('values come after a space or an equals sign', () => {
  const args = ['ingest', '--cameras', '32', '--seconds=5', '--json'];
  expect(parseBenchArguments(args)).toEqual({ cameras: 32, seconds: 5, isJson: true });
});
