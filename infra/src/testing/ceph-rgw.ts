import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ObjectsConfig } from '../config/config.ts';
import { type EngineProcess, findProgram, startEngine } from './engine-process.ts';
import { findFreePort } from './local-address.ts';

export interface TestS3 {
  /** A bucket that does not exist yet, on a server of its own. */
  readonly config: Extract<ObjectsConfig, { kind: 's3' }>;
  close(): Promise<void>;
}

const PROGRAMS = ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'];
const COMMAND_PATIENCE_MS = 60_000;
const START_PATIENCE_MS = 60_000;
const OSD_ATTEMPTS = 4;
const run = promisify(execFile);

/**
 * A private Ceph object gateway, the S3 server of Debian: one monitor, one in-memory OSD and the gateway, without
 * authentication among them, on loopback ports. About 15 s to start, 300 MB of memory. Null when the packages
 * `ceph-mon ceph-osd radosgw` are not installed.
 */
export async function startTestS3(): Promise<TestS3 | null> {
  for (const program of PROGRAMS) if ((await findProgram(program)) === null) return null;
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-s3-'));
  const engines: EngineProcess[] = [];
  const close = async (): Promise<void> => {
    for (const engine of engines.reverse()) await engine.stop();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const config = await startCluster(dir, engines);
    return { config, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startCluster(dir: string, engines: EngineProcess[]): Promise<TestS3['config']> {
  const [monitorPort, gatewayPort] = await Promise.all([findFreePort(), findFreePort()]);
  const clusterId = randomUUID();
  const confFile = path.join(dir, 'ceph.conf');
  for (const name of ['mon', 'osd', 'rgw', 'run']) await mkdir(path.join(dir, name));
  await writeFile(confFile, cephConf(dir, clusterId, monitorPort, gatewayPort));
  const conf = ['-c', confFile];
  const command = (program: string, args: readonly string[]) =>
    run(program, [...args], { timeout: COMMAND_PATIENCE_MS, env: { ...process.env, CEPH_CONF: confFile } });
  const start = async (program: string, args: readonly string[]): Promise<EngineProcess> => {
    const engine = await startEngine((await findProgram(program)) ?? program, [...conf, ...args, '-f'], dir);
    engines.push(engine);
    return engine;
  };

  const keyring = path.join(dir, 'keyring');
  const monitorMap = path.join(dir, 'monmap');
  // `--add` with a port that is not the usual one would announce protocol 2, and clients would hang.
  const address = `[v1:127.0.0.1:${monitorPort}]`;
  await command('monmaptool', ['--create', '--fsid', clusterId, '--addv', 'a', address, monitorMap]);
  await command('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
  await command('ceph-mon', [...conf, '--mkfs', '-i', 'a', '--monmap', monitorMap, '--keyring', keyring]);
  await start('ceph-mon', ['-i', 'a']);

  const osdId = randomUUID();
  await command('ceph', [...conf, 'osd', 'new', osdId]);
  await command('ceph-osd', [...conf, '-i', '0', '--mkfs', '--osd-uuid', osdId]);
  const isUp = async (): Promise<boolean> => {
    const { stdout } = await command('ceph', [...conf, 'osd', 'stat', '--format', 'json']);
    return /"num_up_osds":\s*1/.test(stdout);
  };
  for (let attempt = 1; ; attempt++) {
    const osd = await start('ceph-osd', ['-i', '0']);
    try {
      await osd.waitFor(isUp, START_PATIENCE_MS);
      break;
    } catch (error) {
      // An OSD that asks its first question before it has the monitor's map is told 'wrong fsid' and ends with 1
      // (seen in about one start of forty); under systemd it would be started again, so it is here.
      if (attempt === OSD_ATTEMPTS) throw error;
      await osd.stop();
    }
  }

  const accessKey = randomBytes(10).toString('hex');
  const secretKey = randomBytes(20).toString('hex');
  const keys = ['--access-key', accessKey, '--secret-key', secretKey];
  await command('radosgw-admin', [...conf, 'user', 'create', '--uid=test', '--display-name=test', ...keys]);
  const gateway = await start('radosgw', ['-n', 'client.rgw']);
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  await gateway.waitFor(async () => (await fetch(endpoint)).ok, START_PATIENCE_MS);
  return { kind: 's3', endpoint, region: 'us-east-1', bucket: `test-${randomUUID()}`, accessKey, secretKey };
}

function cephConf(dir: string, clusterId: string, monitorPort: number, gatewayPort: number): string {
  return `[global]
fsid = ${clusterId}
mon initial members = a
mon host = [v1:127.0.0.1:${monitorPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
mon allow pool size one = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 2147483648
osd memory target = 939524096
mon data = ${dir}/mon
osd data = ${dir}/osd
rgw data = ${dir}/rgw
keyring = ${dir}/keyring
run dir = ${dir}/run
admin socket = ${dir}/run/$name.asok
log file = ${dir}/$name.log
mon cluster log file = ${dir}/cluster.log
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
`;
}
