/**
 * `npm run models -- list|verify|fetch` (see `MODEL_USAGE`): what models there are, whether their files are whole, and
 * larger ones from the network. Progress goes to standard error; exit code 1 when a file is missing or wrong.
 */
import { AppError } from '@thapcanh/core/errors/app-error';
import { loadManifest } from '../manifest.ts';
import { fetchModels } from './fetch-models.ts';
import { listModels, tableOf } from './list-models.ts';
import { MODEL_USAGE, type ModelArguments, parseModelArguments } from './model-arguments.ts';
import { verifyModels } from './verify-models.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function verify({ profile, manifest, isJson }: ModelArguments): Promise<boolean> {
  const result = await verifyModels(await loadManifest(manifest), profile);
  if (isJson) print(JSON.stringify(result));
  else {
    for (const id of result.changed) print(`✗ ${id}: sai mã băm / wrong hash`);
    for (const id of result.missing) print(`✗ ${id}: thiếu tệp / file missing`);
    print(`${result.whole} tệp đúng / files whole`);
  }
  return result.changed.length + result.missing.length === 0;
}

async function fetchProfile({ profile, only, manifest, isJson }: ModelArguments, signal: AbortSignal): Promise<void> {
  const result = await fetchModels(await loadManifest(manifest), profile, { only, say, signal });
  if (isJson) print(JSON.stringify(result));
  else if (profile === 'default' && only === null)
    print(
      'Bộ default đi kèm bản cài và đã đủ, không cần tải / the default profile comes with the install and is complete',
    );
  else print(`đã tải / fetched: ${result.fetched.join(', ') || '-'}; đã có / present: ${result.present.length}`);
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  const args = parseModelArguments(process.argv.slice(2));
  if (args.command === 'list') {
    const models = await listModels(await loadManifest(args.manifest));
    print(args.isJson ? JSON.stringify({ models }) : tableOf(models));
  } else if (args.command === 'verify') process.exitCode = (await verify(args)) ? 0 : 1;
  else await fetchProfile(args, stop.signal);
} catch (error) {
  if (stop.signal.aborted) say('Đã dừng, phần đã tải được giữ / stopped, what has arrived is kept');
  else if (error instanceof AppError) {
    say(`✗ ${error.text('vi')}\n  ${error.text('en')}`);
    if (error.code === 'TC_MODEL_COMMAND') say(`\n${MODEL_USAGE}`);
  } else say(`✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
