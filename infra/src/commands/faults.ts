/**
 * `npm run faults -- --json [--only name,name]`: breaks a running platform on purpose, one fault after the other, and
 * audits what was lost, what the ledger says about it and whether rows and files agree. Faults of processes and cameras
 * run on one platform with 204 cameras, faults of storage on a second one beside it. Progress goes to standard error, the
 * last line of output is one JSON object; exit code 0 says that every fault was run.
 */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '@thapcanh/core/errors/app-error';
import { CAMERA_FAULTS } from './faults/camera-faults.ts';
import type { FaultResult } from './faults/fault.ts';
import { FaultRig } from './faults/fault-rig.ts';
import { parseFaultsArguments } from './faults/faults-arguments.ts';
import { PROCESS_FAULTS } from './faults/process-faults.ts';
import { runFault } from './faults/run-fault.ts';
import { STORAGE_FAULTS } from './faults/storage-faults.ts';
import { startStorageRig } from './faults/storage-rig.ts';

interface Failure {
  readonly name: string;
  readonly error: string;
}
type Row = FaultResult | Failure;

const SINGLE_CAMERAS = 4;
const CROWD_CAMERAS = 200;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function attempt(name: string, work: () => Promise<FaultResult>, signal: AbortSignal): Promise<Row> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw error;
    say(`${name}: ${textOf(error)}`);
    return { name, error: textOf(error) };
  }
}

async function onCameras(dir: string, isWanted: (name: string) => boolean, signal: AbortSignal): Promise<Row[]> {
  const faults = [...CAMERA_FAULTS, ...PROCESS_FAULTS].filter(({ name }) => isWanted(name));
  if (faults.length === 0) return [];
  const recordingsDir = path.join(dir, 'data/recordings');
  const objects = { kind: 'file-system', dir: path.join(dir, 'objects') } as const;
  const options = { dir, recordingsDir, objects, single: SINGLE_CAMERAS, crowd: CROWD_CAMERAS, say, signal };
  const rig = new FaultRig(options);
  const rows: Row[] = [];
  try {
    await rig.start();
    for (const fault of faults) rows.push(await attempt(fault.name, () => runFault(fault, rig), signal));
  } catch (error) {
    say(rig.output);
    throw error;
  } finally {
    await rig.close();
  }
  return rows;
}

async function onStorage(dir: string, isWanted: (name: string) => boolean, signal: AbortSignal): Promise<Row[]> {
  const faults = STORAGE_FAULTS.filter(({ name }) => isWanted(name));
  if (faults.length === 0) return [];
  const storage = await startStorageRig({ dir, say, signal });
  if (storage === null) {
    return faults.map(({ name }) => ({ name, error: 'needs the packages ceph-mon, ceph-osd and radosgw' }));
  }
  const rows: Row[] = [];
  try {
    for (const { name, run } of faults) {
      rows.push(await attempt(name, () => runFault({ name, run: () => run(storage) }, storage.rig), signal));
    }
  } finally {
    await storage.close();
  }
  return rows;
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  const names = [...CAMERA_FAULTS, ...PROCESS_FAULTS, ...STORAGE_FAULTS].map(({ name }) => name);
  const { isJson, only } = parseFaultsArguments(process.argv.slice(2), names);
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-faults-'));
  try {
    // Started by root, the databases run as another account and must be able to pass.
    await chmod(dir, 0o711);
    const places = { cameras: path.join(dir, 'a'), storage: path.join(dir, 'b') };
    await Promise.all(Object.values(places).map((place) => mkdir(place)));
    const rows = await Promise.all([
      onCameras(places.cameras, isWanted, stop.signal),
      onStorage(places.storage, isWanted, stop.signal),
    ]);
    const faults = rows.flat();
    process.stdout.write(`${JSON.stringify({ faults }, null, isJson ? 0 : 2)}\n`);
    if (faults.some((row) => 'error' in row)) process.exitCode = 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
} catch (error) {
  if (stop.signal.aborted) say('Đã dừng / stopped');
  else if (error instanceof AppError) say(`✗ ${error.text('vi')}\n  ${error.text('en')}`);
  else say(`✗ ${textOf(error)}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
