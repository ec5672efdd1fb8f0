import { createLiveEventListener, publishLiveEvent } from './events/live-events.ts';
import { createAlarmJobs } from './jobs/alarm-jobs.ts';
import { forgetReports } from './jobs/forget-reports.ts';
import { keepHouse } from './jobs/housekeeping.ts';
import { createOnvifJobs } from './jobs/onvif-jobs.ts';
import { runOnOne } from './jobs/run-on-one.ts';
import { runWallAlarms } from './jobs/wall-alarms.ts';
import { createObjectStore } from './objects/create-object-store.ts';
import { type RoleContext, type RunningRole, runRole } from './roles/run-role.ts';
import { createSecretBox } from './secrets/secret-box.ts';

const EVERY_MS = 60_000;
/** Advisory lock of whoever talks to ONVIF devices. */
const ONVIF_LOCK_KEY = 7_203_115;
/** Advisory lock of whoever fills the inbox of alarms. */
const ALARM_LOCK_KEY = 7_203_116;
/** Advisory lock of whoever puts alarms on walls. */
const WALL_LOCK_KEY = 7_203_117;

async function start(context: RoleContext): Promise<RunningRole> {
  const { db, log, config, clock } = context;
  const liveEvents = createLiveEventListener(config, log);
  await liveEvents.start();
  const objects = createObjectStore(config.objects);
  let round: Promise<void> = Promise.resolve();
  const run = (): void => {
    round = round
      .then(() => keepHouse(db, log))
      .then(() => (config.city === undefined ? 0 : forgetReports(db, objects, config.city.reportDays)))
      .then((reports) => {
        if (reports > 0) log.info({ reports }, 'reports of citizens were forgotten');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed'));
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const secrets = createSecretBox(config.secretKey ?? '');
  const onvif = createOnvifJobs({ ...context, secrets, publish: (event) => publishLiveEvent(db, event) });
  const onvifDone = runOnOne({ db, log, key: ONVIF_LOCK_KEY, signal }, onvif.run);
  const alarmsDone = runOnOne({ db, log, key: ALARM_LOCK_KEY, signal }, createAlarmJobs(context).run);
  const { subscribe } = liveEvents;
  const wallsDone = runOnOne({ db, log, key: WALL_LOCK_KEY, signal }, (whileLocked) =>
    runWallAlarms({ db, log, clock, subscribe }, whileLocked),
  );
  return {
    async close() {
      clearInterval(timer);
      stop.abort();
      await Promise.all([round, onvifDone, alarmsDone, wallsDone]);
      await Promise.all([liveEvents.close(), objects.close()]);
    },
  };
}

await runRole('jobs', start);
