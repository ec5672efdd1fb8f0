import { badValue, missingValue, unknownKey } from '../../config/config-refusals.ts';

/** What `npm run bench -- ingest` is to measure. */
export interface IngestBenchArguments {
  readonly cameras: number;
  readonly seconds: number;
  readonly isJson: boolean;
}

const COMMAND = 'npm run bench --';
const SUB_COMMANDS = ['ingest'] as const;
const SWITCH = '--json';
const MOST = { '--cameras': 256, '--seconds': 600 } as const;
type CountFlag = keyof typeof MOST;
const FLAGS = [...Object.keys(MOST), SWITCH];

export const BENCH_USAGE = `  ${COMMAND} ingest [--cameras 8] [--seconds 20] [--json]
      CPU và bộ nhớ để ghi hình, so với ffmpeg cho từng camera / CPU and memory of recording, beside one ffmpeg a camera
`;

/** Reads the arguments after `npm run bench --`. Refuses what it does not know with `TC_CONFIG_*`. */
export function parseBenchArguments(args: readonly string[]): IngestBenchArguments {
  const [subCommand, ...rest] = args;
  const known = SUB_COMMANDS.join(', ');
  if (subCommand === undefined || subCommand.startsWith('--')) {
    throw missingValue(COMMAND, 'sub-command', { vi: `một trong: ${known}`, en: `one of: ${known}` });
  }
  if (!SUB_COMMANDS.some((name) => name === subCommand)) throw unknownKey(COMMAND, subCommand, SUB_COMMANDS);
  const numbers: Record<CountFlag, number> = { '--cameras': 8, '--seconds': 20 };
  let isJson = false;
  for (let index = 0; index < rest.length; index++) {
    const [flag = '', ...inline] = (rest[index] ?? '').split('=');
    if (flag === SWITCH && inline.length === 0) isJson = true;
    else if (flag === '--cameras' || flag === '--seconds') {
      numbers[flag] = parseCount(flag, inline.length > 0 ? inline.join('=') : rest[++index]);
    } else throw unknownKey(`${COMMAND} ${subCommand}`, flag, FLAGS);
  }
  return { cameras: numbers['--cameras'], seconds: numbers['--seconds'], isJson };
}

function parseCount(flag: CountFlag, text: string | undefined): number {
  const max = MOST[flag];
  const expected = { vi: `một số nguyên từ 1 đến ${max}`, en: `a whole number from 1 to ${max}` };
  if (text === undefined || text === '') throw missingValue(COMMAND, flag, expected);
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= max)) throw badValue(COMMAND, flag, text, expected);
  return count;
}
