import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '@thapcanh/core/errors/app-error';
import { beforeEach, expect, test } from 'vitest';
import { parseCamerasFile } from './cameras-file.ts';
import { configToEnvironment } from './environment.ts';
import { type ConfigSources, loadConfig } from './load-config.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'tc-config-'));
  return () => rm(cwd, { recursive: true });
});

const load = (given: Partial<ConfigSources> = {}) => loadConfig({ args: [], env: {}, cwd, isRoot: false, ...given });

async function refusal(work: () => unknown): Promise<{ code: string; vi: string; en: string }> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, vi: error.text('vi'), en: error.text('en') };
    throw error;
  }
  throw new Error('was not refused');
}

test('an unknown flag is refused with the flag that was meant', async () => {
  expect(await refusal(() => load({ args: ['--prot', '80'] }))).toEqual({
    code: 'TC_CONFIG_UNKNOWN_KEY',
    vi: 'npm start --: không có mục "--prot". Có phải ý bạn là "--port"?',
    en: 'npm start --: there is no setting "--prot". Did you mean "--port"?',
  });
});

test.each([
  [
    ['--port', 'http'],
    'TC_CONFIG_VALUE',
    'npm start --: "http" is not a valid value of "--port". Expected a port number from 1 to 65535.',
  ],
  [
    ['--port', '70000'],
    'TC_CONFIG_VALUE',
    'npm start --: "70000" is not a valid value of "--port". Expected a port number from 1 to 65535.',
  ],
  [['--data'], 'TC_CONFIG_MISSING', 'npm start --: "--data" is missing. Expected a value after --data.'],
  [['--data', '--no-demo'], 'TC_CONFIG_MISSING', 'npm start --: "--data" is missing. Expected a value after --data.'],
  [
    ['--camera', 'http://admin:hunter2@10.0.0.1/'],
    'TC_CONFIG_VALUE',
    'npm start --: "http://***@10.0.0.1/" is not a valid value of "--camera". Expected an address like rtsp://host:554/path.',
  ],
  [
    ['--role', 'apis'],
    'TC_CONFIG_VALUE',
    'npm start --: "apis" is not a valid value of "--role". Expected one of api, ingest, archiver, analytics, jobs.',
  ],
])('the arguments %j are refused', async (args, code, en) => {
  expect(await refusal(() => load({ args }))).toMatchObject({ code, en });
});

test('an unknown variable of ours, a wrong address and a half-configured S3 are refused', async () => {
  expect((await refusal(() => load({ env: { THAPCANH_DATADIR: '/x' } }))).en).toBe(
    'environment: there is no setting "THAPCANH_DATADIR". Did you mean "THAPCANH_DATA_DIR"?',
  );
  const mysql = await refusal(() => load({ env: { DATABASE_URL: 'mysql://root:hunter2@db/x' } }));
  expect(mysql.en).toBe(
    'environment: "mysql://***@db/x" is not a valid value of "DATABASE_URL". Expected an address like postgresql://…, postgres://….',
  );
  expect((await refusal(() => load({ env: { S3_ENDPOINT: 'http://s3:9000', S3_BUCKET: 'b' } }))).en).toBe(
    'environment: "S3_ACCESS_KEY" is missing. Expected it whenever S3_ENDPOINT is set.',
  );
  const key = await refusal(() => load({ env: { THAPCANH_SECRET_KEY: 'not-a-key' } }));
  expect(key.en).not.toContain('not-a-key');
});

test.each([
  ['THAPCANH_WORKERS', '0', 'Expected a number from 1 to 64.'],
  ['THAPCANH_WORKERS', '2.5', 'Expected a number from 1 to 64.'],
  ['THAPCANH_WORKER_SLOT', '64', 'Expected a number from 0 to 63.'],
  ['THAPCANH_NODE_ID', '../x', 'Expected a node name'],
  ['THAPCANH_MEDIA_ADDRESS', '10.0.0.5', 'Expected host:port'],
  ['THAPCANH_MEDIA_ADDRESS', '0.0.0.0:8090', 'Expected host:port'],
  ['THAPCANH_MEDIA_ADDRESS', '10.0.0.5:70000', 'Expected host:port'],
  ['THAPCANH_WORKER', '2', 'Did you mean "THAPCANH_WORKERS"?'],
])('%s=%s is refused', async (name, value, text) => {
  expect((await refusal(() => load({ env: { [name]: value } }))).en).toContain(text);
});

test.each([
  [
    'cameras:\n  - id: cong\n    urll: rtsp://h/1\n',
    'TC_CONFIG_UNKNOWN_KEY',
    'cameras.yaml:3: there is no setting "urll". Did you mean "url"?',
  ],
  [
    'camera:\n  - id: cong\n',
    'TC_CONFIG_UNKNOWN_KEY',
    'cameras.yaml:1: there is no setting "camera". Did you mean "cameras"?',
  ],
  [
    'cameras:\n  - id: Cổng 1\n    url: rtsp://h/1\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:2: "Cổng 1" is not a valid value of "id". Expected an id of 1-40 characters a-z, 0-9 and -, used once.',
  ],
  [
    'cameras:\n  - id: a\n',
    'TC_CONFIG_MISSING',
    'cameras.yaml:2: "url" is missing. Expected an address like rtsp://host:554/path.',
  ],
  [
    'cameras:\n  - id: a\n    url: rtsp://h/1\n    profile: plates\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:4: "plates" is not a valid value of "profile". Expected one of plate-gate, street, none.',
  ],
  [
    'cameras:\n  - {id: a, url: rtsp://h/1}\n  - {id: a, url: rtsp://h/2}\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:3: "a" is not a valid value of "id". Expected an id of 1-40 characters a-z, 0-9 and -, used once.',
  ],
  [
    'cameras:\n  - id: a\n    url: rtsp://h/1\n    password: 12345\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:4: "***" is not a valid value of "password". Expected a text (in quotes when it is a number).',
  ],
  [
    'cameras: gate\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:1: "gate" is not a valid value of "cameras". Expected a list of cameras.',
  ],
  [
    'cameras:\n  - id: cong\n    url: http://admin:hunter2@10.0.0.1/\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:3 (cong): "http://***@10.0.0.1/" is not a valid value of "url". Expected an address like rtsp://host:554/path.',
  ],
  [
    'cameras:\n  - id: cong\n    url: rtsp://10.0.0.1/1\n    subUrl: admin:hunter2@10.0.0.1\n',
    'TC_CONFIG_VALUE',
    'cameras.yaml:4 (cong): "***@10.0.0.1" is not a valid value of "subUrl". Expected the rtsp:// address of the small stream.',
  ],
])('cameras.yaml %j is refused by line', async (text, code, en) => {
  expect(await refusal(() => parseCamerasFile(text, 'cameras.yaml'))).toMatchObject({ code, en });
});

test('a named camera file that is missing and YAML that does not parse are refused', async () => {
  expect(await refusal(() => load({ args: ['--cameras', 'no.yaml'] }))).toMatchObject({ code: 'TC_CONFIG_FILE' });
  await writeFile(path.join(cwd, 'cameras.yaml'), 'cameras:\n  - id: [a\n');
  expect((await refusal(() => load())).en).toMatch(/^The file cameras\.yaml:\d+ cannot be read/);
});

test('cameras come from the command line and the file, their credentials split off', async () => {
  await writeFile(
    path.join(cwd, 'cameras.yaml'),
    'cameras:\n  - id: cong-chinh\n    name: Cổng chính\n    url: rtsp://u:p%40ss@10.0.0.2/main\n    subUrl: rtsp://10.0.0.2/sub\n    profile: street\n',
  );
  const config = await load({
    args: ['--camera', 'rtsp://admin:P@ss%zz@10.0.0.1:554/1', '--camera=rtsp://10.0.0.9/2'],
  });
  expect(config.cameras).toEqual([
    {
      id: 'camera-1',
      name: 'Camera 1 (10.0.0.1)',
      mainUrl: 'rtsp://10.0.0.1:554/1',
      subUrl: null,
      username: 'admin',
      password: 'P@ss%zz',
      profile: 'plate-gate',
      origin: 'command-line',
    },
    {
      id: 'camera-2',
      name: 'Camera 2 (10.0.0.9)',
      mainUrl: 'rtsp://10.0.0.9/2',
      subUrl: null,
      username: null,
      password: null,
      profile: 'plate-gate',
      origin: 'command-line',
    },
    {
      id: 'cong-chinh',
      name: 'Cổng chính',
      mainUrl: 'rtsp://10.0.0.2/main',
      subUrl: 'rtsp://10.0.0.2/sub',
      username: 'u',
      password: 'p@ss',
      profile: 'street',
      origin: 'file',
    },
  ]);
});

test('defaults: root keeps data under /var/lib, others beside the program; sockets get a short path', async () => {
  expect((await load({ isRoot: true })).dataDir).toBe('/var/lib/thapcanh');
  const config = await load();
  expect(config.dataDir).toBe(path.join(cwd, 'data'));
  expect(config.http).toEqual({ host: '127.0.0.1', port: 8080, isPortChosen: false });
  expect(Object.isFrozen(config.http)).toBe(true);
  const long = await load({ args: ['--data', `/srv/${'x'.repeat(90)}`] });
  expect(long.runDir.length).toBeLessThan(60);
});

test('a child process reads the same configuration from the environment it is given', async () => {
  const env = {
    DATABASE_URL: 'postgresql://u:p@/d?host=%2Frun',
    REDIS_URL: 'redis://localhost',
    THAPCANH_SECRET_KEY: 'ab'.repeat(32),
    S3_ENDPOINT: 'http://localhost:9000',
    S3_BUCKET: 'b',
    S3_ACCESS_KEY: 'a',
    S3_SECRET_KEY: 's',
    THAPCANH_NODE_ID: 'node-1',
    THAPCANH_WORKERS: '4',
    THAPCANH_WORKER_SLOT: '3',
    THAPCANH_MEDIA_ADDRESS: '[fd00::1]:8090',
  };
  const config = await load({ args: ['--port', '9001', '--no-demo', '--log-level', 'debug'], env });
  expect(await load({ env: configToEnvironment(config), cwd: '/' })).toEqual(config);
});
