import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@thapcanh/core/time/clock';
import type { Kysely } from 'kysely';
import { Counter, type Registry } from 'prom-client';
import { findConditionChanges } from '../alarms/camera-conditions.repository.ts';
import { ALARM_OUTBOX_KINDS, meaningOf } from '../alarms/outbox-alarm.ts';
import { endAlarms, raiseAlarm, unmuteLasting } from '../alarms/raise-alarm.ts';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface AlarmJobsOptions {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  /** How often the outbox and the states of cameras are looked at, 250 ms by default. */
  readonly lookEveryMs?: number;
}

export interface AlarmJobs {
  /** Fills the inbox of alarms until the signal is aborted; one process of the platform at a time may run it. */
  run(signal: AbortSignal): Promise<void>;
  /** One look at everything. */
  look(): Promise<void>;
}

const LOOK_EVERY_MS = 250;
/** Rows of one transaction: a whole site that goes dark must not make others wait long. */
const MAX_A_LOOK = 200;

/** What the platform makes alarms of by itself: events of cameras and gaps from the outbox, and how cameras are. */
export function createAlarmJobs(options: AlarmJobsOptions): AlarmJobs {
  const { db, clock, log, metrics, lookEveryMs = LOOK_EVERY_MS } = options;
  const raised = new Counter({
    name: 'tc_alarms_total',
    help: 'Alarms that the platform raised or counted by itself',
    labelNames: ['result'],
    registers: [metrics],
  });
  let isFailing = false;

  /** Takes what waits in the outbox; true when there may be more. */
  async function takeOutbox(): Promise<boolean> {
    return db.transaction().execute(async (tx) => {
      const rows = await tx
        .selectFrom('outbox')
        .select(['id', 'kind', 'payload', 'created_at'])
        .where('done_at', 'is', null)
        .where('kind', 'in', [...ALARM_OUTBOX_KINDS])
        .orderBy('id')
        .limit(MAX_A_LOOK)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const { kind, payload, created_at: writtenAt } of rows) {
        const meaning = meaningOf(kind, payload, writtenAt.getTime());
        if (meaning?.means === 'alarm') {
          const outcome = await raiseAlarm(tx, meaning.alarm);
          if (outcome !== null) raised.inc({ result: outcome.result });
        } else if (meaning?.means === 'ends') {
          await endAlarms(tx, await lastingOf(tx, meaning.kind, meaning.cameraId), writtenAt.getTime());
        }
      }
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) {
        await tx
          .updateTable('outbox')
          .set({ done_at: new Date(clock.nowMs()) })
          .where('id', 'in', ids)
          .execute();
      }
      return rows.length === MAX_A_LOOK;
    });
  }

  async function followCameras(): Promise<void> {
    const atMs = clock.nowMs();
    const { begun, ended } = await findConditionChanges(db);
    for (let from = 0; from < ended.length; from += MAX_A_LOOK) {
      await db.transaction().execute((tx) => endAlarms(tx, ended.slice(from, from + MAX_A_LOOK), atMs));
    }
    for (let from = 0; from < begun.length; from += MAX_A_LOOK) {
      await db.transaction().execute(async (tx) => {
        for (const condition of begun.slice(from, from + MAX_A_LOOK)) {
          const outcome = await raiseAlarm(tx, { ...condition, atMs });
          if (outcome !== null) raised.inc({ result: outcome.result });
        }
      });
    }
  }

  async function look(): Promise<void> {
    while (await takeOutbox());
    await db.transaction().execute((tx) => unmuteLasting(tx, clock.nowMs()));
    await followCameras();
  }

  return {
    look,
    async run(signal) {
      while (!signal.aborted) {
        try {
          await look();
          isFailing = false;
        } catch (error) {
          if (!isFailing) log.warn({ err: error }, 'alarms wait for the database');
          isFailing = true;
        }
        await delay(lookEveryMs, undefined, { signal }).catch(() => {});
      }
    },
  };
}

async function lastingOf(tx: Kysely<Tables>, kind: string, cameraId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('alarm')
    .select('id')
    .where('kind', '=', kind)
    .where('camera_id', '=', cameraId)
    .where('is_lasting', '=', true)
    .where('ended_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
