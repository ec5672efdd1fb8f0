/**
 * The demo city as a process of its own. By hand: `node infra/dist/camera-sim/main.js --clips DIR --port 8554`.
 * Under a supervisor, options (see `DemoCityOptions`) come as JSON in THAPCANH_CAMERA_SIM or as the first IPC message;
 * `{ type: 'ready', port, streamPaths }` or `{ type: 'failed', message }` goes back. Then `{ type: 'run', path, script }`
 * starts a fault script (see `parseFaultScript`) and `{ type: 'heal', path? }` ends all faults. It ends on SIGTERM, SIGINT
 * and when the IPC channel closes. This is the only file of the simulator that reads argv and environment.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { type DemoCityOptions, DemoCityOptionsError, parseDemoCityOptions } from './demo-city-options.ts';
import type { RtspSimulator } from './rtsp-simulator.ts';
import { startDemoCity } from './run-demo-city.ts';

const CLOSE_LIMIT_MS = 5000;

function say(line: string): void {
  process.stderr.write(`camera-sim: ${line}\n`);
}

async function readOptions(): Promise<DemoCityOptions> {
  const json = process.env.THAPCANH_CAMERA_SIM;
  if (json !== undefined) return parseDemoCityOptions(parseJson(json));
  const argv = process.argv.slice(2);
  if (process.send !== undefined && argv.length === 0) {
    const [message] = await once(process, 'message');
    return parseDemoCityOptions(message);
  }
  const { values } = parseArgs({ args: argv, options: { clips: { type: 'string' }, port: { type: 'string' } } });
  const port = values.port === undefined ? 8554 : /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  return parseDemoCityOptions({ port, ...(values.clips === undefined ? {} : { clipDir: values.clips }) });
}

// The parser's own message would quote the text, and with it perhaps the password.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DemoCityOptionsError('THAPCANH_CAMERA_SIM is not JSON');
  }
}

function stopOnRequest(stop: () => Promise<void>): void {
  const leave = (): void => {
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
    void stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  process.once('disconnect', leave);
}

// What cannot be obeyed is said and forgotten: a typing error in a drill must not end the cameras.
function obey(simulator: RtspSimulator, message: unknown): void {
  if (typeof message !== 'object' || message === null) return;
  const [type, path, script] = ['type', 'path', 'script'].map((name): unknown => Reflect.get(message, name));
  try {
    if (type === 'run' && typeof path === 'string' && typeof script === 'string') simulator.run(path, script);
    else if (type === 'heal') simulator.heal(typeof path === 'string' ? path : undefined);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  let stop = async (): Promise<void> => {};
  stopOnRequest(() => stop());
  const { simulator, streamPaths } = await startDemoCity(await readOptions(), say);
  stop = () => simulator.close();
  process.on('message', (message) => obey(simulator, message));
  if (process.send !== undefined) process.send({ type: 'ready', port: simulator.port, streamPaths });
  else for (const path of streamPaths) say(`serving ${simulator.url(path)}`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  say(message);
  if (process.send === undefined) process.exit(1);
  process.send({ type: 'failed', message }, () => process.exit(1));
});
