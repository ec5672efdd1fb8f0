import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findFreePort } from '../testing/local-address.ts';

/** The real supervisor from the build, as `npm start` runs it. */
const ENTRY = fileURLToPath(new URL('../../bootstrap/supervise.mjs', import.meta.url));

// Each start is a process of its own that loads everything; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let dataDir: string;
let port: number;
const started: Platform[] = [];

beforeAll(() => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const build = spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-b', 'infra'], {
    cwd: root,
  });
  if (build.status !== 0) throw new Error(`infra does not build: ${build.stdout}`);
});
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tc-run-'));
  port = await findFreePort();
});
afterEach(async () => {
  for (const platform of started.splice(0)) {
    platform.child.kill('SIGKILL');
    await platform.exited;
  }
  await vi.waitFor(() => rm(dataDir, { recursive: true, force: true }), { timeout: 10_000 });
});

interface Platform {
  child: ChildProcess;
  exited: Promise<number | null>;
  output: () => string;
  ready: () => Promise<{ url: string; admin: { username: string; password: string } | null }>;
}

function start(args: readonly string[] = [], env: Record<string, string> = {}): Platform {
  const base = [ENTRY, '--data', dataDir, '--port', String(port), '--no-demo'];
  const child = spawn(process.execPath, [...base, ...args], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, THAPCANH_ROLES: 'jobs', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const readyMessage = new Promise<{ url: string; admin: { username: string; password: string } | null }>((resolve) =>
    child.on('message', (message: { type?: string; url: string; admin: null }) => {
      if (message.type === 'ready') resolve(message);
    }),
  );
  const ready = () =>
    Promise.race([
      readyMessage,
      exited.then((code) => {
        throw new Error(`ended with ${code}: ${output}`);
      }),
    ]);
  const platform = { child, exited, output: () => output, ready };
  started.push(platform);
  return platform;
}

/** Processes whose command line or environment names the data directory. */
async function processesOf(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (pid === String(process.pid)) continue;
    const texts = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    if (texts.some((text) => text.includes(dir))) found.push(`${pid} ${texts[0]?.replaceAll('\0', ' ').slice(0, 120)}`);
  }
  return found;
}

test.each([
  [['--prot', '1'], {}, 'TC_CONFIG_UNKNOWN_KEY', 'Did you mean "--port"?'],
  [[], { THAPCANH_ROLES: 'jbos' }, 'TC_CONFIG_VALUE', 'a list of api,ingest,archiver,analytics,jobs'],
  [[], { THAPCANH_PROT: '1' }, 'TC_CONFIG_UNKNOWN_KEY', 'Did you mean "THAPCANH_PORT"?'],
  [['--data', '/proc/1/data'], {}, 'TC_DATA_DIR_UNWRITABLE', '/proc/1/data'],
  [['--host', '203.0.113.7'], {}, 'TC_HOST_INVALID', '203.0.113.7'],
  [[], { DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:9/x' }, 'TC_DATABASE_UNREACHABLE', '***@127.0.0.1:9'],
])('a start with %j %j is refused with one message and leaves nothing running', async (args, env, code, text) => {
  const platform = start(args, env as Record<string, string>);
  expect(await platform.exited).toBe(1);
  expect(platform.output().match(/TC_[A-Z_]+/g)).toEqual([code]);
  expect(platform.output()).toContain(text);
  expect(platform.output()).not.toMatch(/hunter2|\n +at /);
  if (process.platform === 'linux') expect(await processesOf(dataDir)).toEqual([]);
});

test('a port that was asked for and is taken is refused; a file as data directory too', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const platform = start();
  expect(await platform.exited).toBe(1);
  expect(platform.output()).toContain(`✗ TC_PORT_TAKEN\n  Cổng ${port} trên 127.0.0.1`);
  other.close();

  const file = path.join(dataDir, 'file');
  await writeFile(file, '');
  const second = start(['--data', file]);
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain('TC_DATA_DIR_UNWRITABLE');
});

test('a second start names the holder; kill -9 leaves no orphan; the next start works; SIGTERM stops all', async () => {
  const first = start();
  const { url, admin } = await first.ready();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(first.output().split(admin?.password ?? '?')).toHaveLength(2);
  expect((await stat(path.join(dataDir, 'secrets/secret-key'))).mode & 0o777).toBe(0o600);

  const second = start();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`(process ${first.child.pid})`);

  first.child.kill('SIGKILL');
  await first.exited;
  if (process.platform === 'linux') {
    await vi.waitFor(async () => expect(await processesOf(dataDir)).toEqual([]), { timeout: 10_000, interval: 100 });
  }

  const third = start();
  expect((await third.ready()).admin).toBeNull();
  third.child.kill('SIGTERM');
  expect(await third.exited).toBe(0);
  expect(third.output()).toContain('Đã dừng');
  expect(third.output()).not.toContain('"level":"error"');
  if (process.platform === 'linux') expect(await processesOf(dataDir)).toEqual([]);
});
