import { badValue, missingValue, unknownKey } from '../../config/config-refusals.ts';

/** A flag of a bench: a whole number from 1 to `max`, or one of a few words. */
export type BenchFlag =
  | { readonly kind: 'count'; readonly usual: number; readonly max: number }
  | { readonly kind: 'choice'; readonly usual: string; readonly choices: readonly string[] };

/** The flags that benches take besides `--json`, by bench and name without dashes. */
export type BenchFlags = Readonly<Record<string, Readonly<Record<string, BenchFlag>>>>;

/** What was asked for; every flag of the bench has its value. */
export interface BenchArguments {
  readonly bench: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly choices: Readonly<Record<string, string>>;
  readonly isJson: boolean;
}

const COMMAND = 'npm run bench --';
const SWITCH = '--json';

/** Reads the arguments after `npm run bench --`. Refuses what it does not know with `TC_CONFIG_*`. */
export function parseBenchArguments(args: readonly string[], benches: BenchFlags): BenchArguments {
  const [bench, ...rest] = args;
  const names = Object.keys(benches);
  if (bench === undefined || bench.startsWith('--')) {
    const known = names.join(', ');
    throw missingValue(COMMAND, 'sub-command', { vi: `một trong: ${known}`, en: `one of: ${known}` });
  }
  const flags = Object.hasOwn(benches, bench) ? benches[bench] : undefined;
  if (flags === undefined) throw unknownKey(COMMAND, bench, names);
  const counts: Record<string, number> = {};
  const choices: Record<string, string> = {};
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.kind === 'count') counts[name] = flag.usual;
    else choices[name] = flag.usual;
  }
  let isJson = false;
  for (let index = 0; index < rest.length; index++) {
    const [key = '', ...inline] = (rest[index] ?? '').split('=');
    const name = key.slice(2);
    const flag = key.startsWith('--') && Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (key === SWITCH && inline.length === 0) isJson = true;
    else if (flag === undefined) {
      const known = [...Object.keys(flags).map((known) => `--${known}`), SWITCH];
      throw unknownKey(`${COMMAND} ${bench}`, key, known);
    } else {
      const text = inline.length > 0 ? inline.join('=') : rest[++index];
      if (flag.kind === 'count') counts[name] = parseCount(key, text, flag.max);
      else choices[name] = parseChoice(key, text, flag.choices);
    }
  }
  return { bench, counts, choices, isJson };
}

function parseCount(flag: string, text: string | undefined, max: number): number {
  const expected = { vi: `một số nguyên từ 1 đến ${max}`, en: `a whole number from 1 to ${max}` };
  if (text === undefined || text === '') throw missingValue(COMMAND, flag, expected);
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= max)) throw badValue(COMMAND, flag, text, expected);
  return count;
}

function parseChoice(flag: string, text: string | undefined, choices: readonly string[]): string {
  const all = choices.join(', ');
  const expected = { vi: `một trong ${all}`, en: `one of ${all}` };
  if (text === undefined || text === '') throw missingValue(COMMAND, flag, expected);
  if (!choices.includes(text)) throw badValue(COMMAND, flag, text, expected);
  return text;
}
