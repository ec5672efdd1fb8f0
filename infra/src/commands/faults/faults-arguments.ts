import { badValue, missingValue, unknownKey } from '../../config/config-refusals.ts';

export interface FaultsArguments {
  readonly isJson: boolean;
  /** Names of faults; empty: all. */
  readonly only: readonly string[];
}

const COMMAND = 'npm run faults --';

/** Reads the arguments after `npm run faults --`. Refuses what it does not know with `TC_CONFIG_*`. */
export function parseFaultsArguments(args: readonly string[], names: readonly string[]): FaultsArguments {
  let isJson = false;
  let only: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = '', ...inline] = (args[index] ?? '').split('=');
    if (flag === '--json' && inline.length === 0) isJson = true;
    else if (flag === '--only') {
      const text = inline.length > 0 ? inline.join('=') : args[++index];
      const all = names.join(', ');
      const expected = { vi: `tên lỗi, cách nhau dấu phẩy: ${all}`, en: `names of faults, with commas: ${all}` };
      if (text === undefined || text === '') throw missingValue(COMMAND, flag, expected);
      only = text.split(',');
      for (const name of only) if (!names.includes(name)) throw badValue(COMMAND, flag, name, expected);
    } else throw unknownKey(COMMAND, flag, ['--json', '--only']);
  }
  return { isJson, only };
}
