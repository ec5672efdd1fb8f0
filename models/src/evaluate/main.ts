/**
 * `npm run eval -- <task> --data DIR [flags] [--json]`: measures a model on labelled pictures (see `EVAL_USAGE` and
 * docs/models.md). Progress goes to standard error, the last line of output is one JSON object; exit code 0 says that it
 * ran, not that a bar was met.
 */
import { AppError } from '@thapcanh/core/errors/app-error';
import { EVAL_USAGE, parseEvalArguments } from './eval-arguments.ts';
import { EVAL_TASKS } from './eval-tasks.ts';
import { resultJson } from './result-json.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  const args = parseEvalArguments(process.argv.slice(2));
  const result = await EVAL_TASKS[args.task](args, { say, signal: stop.signal });
  if (result.report !== null) say(`báo cáo / report: ${result.report}`);
  process.stdout.write(`${resultJson(result, args.isJson ? 0 : 2)}\n`);
} catch (error) {
  if (stop.signal.aborted) say('Đã dừng / stopped');
  else if (error instanceof AppError) {
    say(`✗ ${error.text('vi')}\n  ${error.text('en')}`);
    if (error.code === 'TC_EVAL_ARGUMENT') say(`\n${EVAL_USAGE}`);
  } else say(`✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
