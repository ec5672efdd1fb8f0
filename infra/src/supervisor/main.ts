import { pathToFileURL } from 'node:url';
import { parseCommandLine, USAGE } from '../config/command-line.ts';
import type { Config, RoleName } from '../config/config.ts';
import { loadConfig, processSources } from '../config/load-config.ts';
import { createLogger } from '../telemetry/logger.ts';
import { failureText, firstLoginBox, prettyLogLine } from './console-output.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { roleEntry } from './role-entries.ts';

/**
 * What `npm start` runs once everything is built: the whole platform, or one role with `--role`. Ends the process:
 * 0 after Ctrl-C or SIGTERM, 1 when the start was refused. A parent over IPC hears `{type:'ready', url, admin}`.
 */
export async function main(): Promise<void> {
  const startedAtMs = performance.now();
  try {
    const line = parseCommandLine(process.argv.slice(2));
    if (line.isHelpWanted) {
      process.stdout.write(USAGE);
      return;
    }
    if (line.role !== null) return await runOneRole(line.role);
    await runPlatform(await loadConfig(processSources()), startedAtMs);
  } catch (error) {
    process.stderr.write(failureText(error));
    process.exit(1);
  }
}

/** The role's own program does the rest, reading the same command line and environment. */
async function runOneRole(role: RoleName): Promise<void> {
  await import(pathToFileURL(roleEntry(role)).href);
}

async function runPlatform(config: Config, startedAtMs: number): Promise<void> {
  const isTerminal = process.stdout.isTTY === true;
  const print = (line: string): void => void process.stdout.write(`${prettyLogLine(line)}\n`);
  const log = isTerminal
    ? createLogger(config.logLevel, 'supervisor', { write: (line: string) => print(line.trimEnd()) })
    : createLogger(config.logLevel, 'supervisor');
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  await prepareDataDirectory(config);
  // Before the rest is loaded: workers that outlived a killed supervisor go on recording once they see the new one.
  const lock = await takeInstanceLock(config.runDir, config.dataDir);
  const { Supervisor } = await import('./supervisor.ts');
  const supervisor = new Supervisor({
    config,
    lock,
    log,
    baseEnv: process.env,
    say,
    onFatal: (error) => void finish(error),
    ...(isTerminal ? { onLine: print } : {}),
  });
  let isStopping = false;
  const finish = async (error: unknown): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    if (error !== null) process.stderr.write(failureText(error));
    try {
      await supervisor.close();
    } catch (closeError) {
      process.stderr.write(failureText(closeError));
      process.exit(1);
    }
    if (error === null) say('Đã dừng / stopped');
    process.exit(error === null ? 0 : 1);
  };
  const onSignal = (): void => {
    if (isStopping) {
      supervisor.kill();
      process.exit(130);
    }
    say('Đang dừng, nhấn Ctrl-C lần nữa để dừng ngay / stopping, Ctrl-C again to force');
    void finish(null);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  // A command that started the platform and died takes it along.
  process.once('disconnect', onSignal);

  try {
    const { url, firstLogin, timings } = await supervisor.start();
    const readyMs = Math.round(performance.now() - startedAtMs);
    if (firstLogin) say(firstLoginBox(url, firstLogin));
    say(`Tháp Canh: ${url}  (sẵn sàng sau / ready in ${(readyMs / 1000).toFixed(1)} s)`);
    log.info({ readyMs, ...timings }, 'platform is ready');
    process.send?.({ type: 'ready', url, admin: firstLogin, readyMs, timings });
  } catch (error) {
    if (!isStopping) await finish(error);
  }
}
