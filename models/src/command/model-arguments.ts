import { parseArgs } from 'node:util';
import { nearest } from '@thapcanh/core/text/did-you-mean';
import { MODEL_PROFILES, type ModelProfile } from '../manifest-entry.ts';
import { modelError } from '../model-errors.ts';

const MODEL_COMMANDS = ['list', 'verify', 'fetch'] as const;

export type ModelCommand = (typeof MODEL_COMMANDS)[number];

/** What `npm run models --` was asked for. */
export interface ModelArguments {
  readonly command: ModelCommand;
  readonly profile: ModelProfile;
  /** Of `fetch`: only this model; null for the whole profile. */
  readonly only: string | null;
  /** A customer's own manifest; the shipped one by default. */
  readonly manifest: string | undefined;
  readonly isJson: boolean;
}

export const MODEL_USAGE = `  npm run models -- list [--json] [--manifest TỆP]
      các mô hình, bộ, tình trạng, số đo / models, profile, state, measured figures
  npm run models -- verify [default|accurate] [--json] [--manifest TỆP]
      kiểm tra mã băm của mọi tệp trong bộ / checks the hash of every file of the profile
  npm run models -- fetch default|accurate [ID] [--json] [--manifest TỆP]
      tải mô hình lớn hơn (tất cả hoặc một), tiếp tục phần dở dang / fetches larger models (all or one), continuing what was left unfinished
`;

const FLAGS = ['json', 'manifest'];

function unknownWord(what: { vi: string; en: string }, word: string, known: readonly string[]): Error {
  const near = nearest(word, known);
  return modelError('TC_MODEL_COMMAND', {
    reason: {
      vi: `không có ${what.vi} "${word}" (${near === null ? `dùng một trong: ${known.join(', ')}` : `có phải ý bạn là "${near}"?`})`,
      en: `there is no ${what.en} "${word}" (${near === null ? `known ones: ${known.join(', ')}` : `did you mean "${near}"?`})`,
    },
  });
}

/** Reads the arguments after `npm run models --`; refuses what it does not know with `TC_MODEL_COMMAND`. */
export function parseModelArguments(args: readonly string[]): ModelArguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, manifest: { type: 'string' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens)
    if (token.kind === 'option' && !FLAGS.includes(token.name))
      throw unknownWord(
        { vi: 'tùy chọn', en: 'option' },
        token.rawName,
        FLAGS.map((flag) => `--${flag}`),
      );
  if (values.manifest !== undefined && (typeof values.manifest !== 'string' || values.manifest === ''))
    throw modelError('TC_MODEL_COMMAND', { reason: { vi: '--manifest cần tên tệp', en: '--manifest needs a file' } });
  const [word = '', profileWord, only, ...rest] = positionals;
  const command = MODEL_COMMANDS.find((known) => known === word);
  if (command === undefined) throw unknownWord({ vi: 'lệnh', en: 'command' }, word, MODEL_COMMANDS);
  const surplus = [rest[0], command === 'fetch' ? undefined : only, command === 'list' ? profileWord : undefined].find(
    (found) => found !== undefined,
  );
  if (surplus !== undefined)
    throw modelError('TC_MODEL_COMMAND', { reason: { vi: `thừa "${surplus}"`, en: `"${surplus}" is too much` } });
  if (command === 'fetch' && profileWord === undefined)
    throw modelError('TC_MODEL_COMMAND', {
      reason: {
        vi: `fetch cần tên bộ: ${MODEL_PROFILES.join(', ')}`,
        en: `fetch needs a profile: ${MODEL_PROFILES.join(', ')}`,
      },
    });
  const profile = MODEL_PROFILES.find((known) => known === (profileWord ?? 'default'));
  if (profile === undefined) throw unknownWord({ vi: 'bộ', en: 'profile' }, profileWord ?? '', MODEL_PROFILES);
  return { command, profile, only: only ?? null, manifest: values.manifest, isJson: values.json === true };
}
