/**
 * The load program of `npm run bench -- ingest`: sessions and recorders of ingest and nothing else, so that its CPU and
 * memory are those of the ingest path. Over IPC comes `LoadStart`, back goes `{ type: 'ready' }` once every camera is
 * being recorded; then comes `LoadWindow`, back goes `{ type: 'result' }` with the fields of `LoadResult`, and it ends.
 * It also ends when its parent is gone, on SIGTERM and on SIGINT.
 */
import { once } from 'node:events';
import { startCameraLoad } from './camera-load.ts';
import { parseLoadFinish, parseLoadStart } from './load-messages.ts';

const CLOSE_LIMIT_MS = 5_000;

function send(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

async function main(): Promise<void> {
  const [first] = await once(process, 'message');
  const start = parseLoadStart(first);
  if (start === null) throw new Error('the first message is not a start message');
  const load = startCameraLoad(start, (line) => process.stderr.write(`ingest-load: ${line}\n`));
  const leave = (): void => {
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
    void load.close().finally(() => process.exit(1));
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  process.once('disconnect', leave);
  void load.live.then(() => send({ type: 'ready' }));
  const [last] = await once(process, 'message');
  const window = parseLoadFinish(last);
  if (window === null) throw new Error('the second message is not a finish message');
  await send({ type: 'result', ...(await load.finish(window)) });
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`ingest-load: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
