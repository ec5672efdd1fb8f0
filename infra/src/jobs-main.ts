import { keepHouse } from './jobs/housekeeping.ts';
import { type RoleContext, type RunningRole, runRole } from './roles/run-role.ts';

const EVERY_MS = 60_000;

async function start(context: RoleContext): Promise<RunningRole> {
  let round: Promise<void> = Promise.resolve();
  const run = (): void => {
    round = round
      .then(() => keepHouse(context.db, context.log))
      .catch((error: unknown) => context.log.warn({ err: error }, 'housekeeping failed'));
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await round;
    },
  };
}

await runRole('jobs', start);
