import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ObjectsConfig } from '../../config/config.ts';
import { startTestS3 } from '../../testing/ceph-rgw.ts';
import { type CuttableLine, startCuttableLine } from '../../testing/cuttable-line.ts';
import { FaultRig, type FaultRigOptions } from './fault-rig.ts';
import type { StorageRig } from './storage-faults.ts';

const run = promisify(execFile);
const DISK_SIZE = '96m';
const CAMERAS = 2;

export interface StartedStorageRig extends StorageRig {
  close(): Promise<void>;
}

/**
 * Two cameras that record onto a small disk of their own (a tmpfs, where this process may mount one) and move their
 * recordings at once to a real S3 server over a line that can be cut. Null when that server is not installed.
 */
export async function startStorageRig(
  options: Pick<FaultRigOptions, 'dir' | 'say' | 'signal'>,
): Promise<StartedStorageRig | null> {
  const { dir, say } = options;
  const s3 = await startTestS3();
  if (s3 === null) return null;
  const undo: (() => Promise<unknown>)[] = [() => s3.close()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const target = new URL(s3.config.endpoint);
    const line: CuttableLine = await startCuttableLine(target.hostname, Number(target.port));
    undo.push(() => line.close());
    const disk = await mountSmallDisk(path.join(dir, 'disk'));
    if (disk === null) say('no small disk can be mounted here (root only): disk faults are left out');
    else undo.push(() => run('umount', ['-l', disk]));
    const objects: ObjectsConfig = { ...s3.config, endpoint: `http://127.0.0.1:${line.port}` };
    const recordingsDir = path.join(disk ?? dir, 'recordings');
    const rig = new FaultRig({ ...options, recordingsDir, single: CAMERAS, crowd: 0, objects });
    undo.push(() => rig.close());
    await rig.start();
    await rig.db.updateTable('camera_group').set({ move_after_hours: 0 }).execute();
    return { rig, disk, line, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function mountSmallDisk(place: string): Promise<string | null> {
  await mkdir(place, { recursive: true });
  return run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'tmpfs', place]).then(
    () => place,
    () => null,
  );
}
