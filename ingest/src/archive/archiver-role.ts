import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import type { RoleContext, RunningRole } from '@thapcanh/infra/roles/run-role';
import { type ArchiverTask, createArchiver } from './archiver.ts';
import { PacedLane } from './paced-lane.ts';

/** Pauses after a piece of work and after a look that found none; tasks run beside each other. */
const PAUSES: Readonly<Record<ArchiverTask, { busyPauseMs: number; idlePauseMs: number }>> = {
  delete: { busyPauseMs: 100, idlePauseMs: 2_000 },
  move: { busyPauseMs: 20, idlePauseMs: 10_000 },
  hash: { busyPauseMs: 20, idlePauseMs: 5_000 },
  survey: { busyPauseMs: 10_000, idlePauseMs: 10_000 },
};
const TASKS: readonly ArchiverTask[] = ['survey', 'delete', 'move', 'hash'];

/** The archiver role: retention, moves to the object store and hashes for the recordings directory of this node. */
export async function startArchiver({ config, nodeId, log, db, metrics, clock }: RoleContext): Promise<RunningRole> {
  const objects = createObjectStore(config.objects);
  const { recordingsDir } = config;
  const steps = await createArchiver({ db, nodeId, recordingsDir, objects, metrics, clock, log });
  const lanes = TASKS.map((name) => new PacedLane({ name, step: steps[name], ...PAUSES[name], log }));
  for (const lane of lanes) lane.start();
  return {
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
      await objects.close();
    },
  };
}
