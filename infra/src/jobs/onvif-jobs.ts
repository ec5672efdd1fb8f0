import { setTimeout as delay } from 'node:timers/promises';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import type { Kysely } from 'kysely';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Tables } from '../database/tables.ts';
import { type AddressPolicy, enteredAddresses } from '../onvif/address-policy.ts';
import { createOnvifFindingRepository } from '../onvif/onvif-finding.repository.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Logger } from '../telemetry/logger.ts';
import { CameraEventWriter } from './camera-event-writer.ts';
import { EventSubscriptions } from './event-subscriptions.ts';
import { listOnvifCameras } from './onvif-camera.repository.ts';
import { OnvifChecks } from './onvif-checks.ts';

export interface OnvifJobsOptions {
  readonly db: Kysely<Tables>;
  readonly secrets: Pick<SecretBox, 'open'>;
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly mayReach?: AddressPolicy;
  /** How often the list of cameras is read, 10 s by default. */
  readonly lookEveryMs?: number;
  readonly tickMs?: number;
  /** See `EventSubscriptionOptions`. */
  readonly waitFactor?: number;
}

export interface OnvifJobs {
  /** Routine checks and subscriptions until the signal is aborted; one process of the platform at a time may run it. */
  run(signal: AbortSignal): Promise<void>;
}

const LOOK_EVERY_MS = 10_000;
const TICK_MS = 1_000;

/** What the platform does with ONVIF devices by itself: routine checks, and events into the outbox. */
export function createOnvifJobs(options: OnvifJobsOptions): OnvifJobs {
  const { db, log, publish, metrics, mayReach = enteredAddresses } = options;
  const { lookEveryMs = LOOK_EVERY_MS, tickMs = TICK_MS } = options;
  const shared = { ...options, mayReach };
  const counts = registerMetrics(metrics);

  async function run(signal: AbortSignal): Promise<void> {
    const writer = new CameraEventWriter(db, log);
    const checks = new OnvifChecks({
      ...shared,
      findings: createOnvifFindingRepository(db),
      publish,
      onResult: (result) => counts.checks.inc({ result }),
    });
    const subscriptions = new EventSubscriptions({
      ...shared,
      onEvent: (event) => {
        counts.events.inc({ event: event.event });
        writer.add(event);
        // Whoever waits for an alarm does not wait for the next turn as well.
        void writer.flush();
      },
      onFailure: (failure) => counts.failures.inc({ failure }),
    });
    let suppressed = 0;
    let dropped = 0;
    const count = (): void => {
      const figures = subscriptions.statistics();
      counts.listening.set(figures.listening);
      counts.leftOut.set(figures.leftOut);
      counts.suppressed.inc(figures.suppressed - suppressed);
      counts.dropped.inc(writer.dropped - dropped);
      suppressed = figures.suppressed;
      dropped = writer.dropped;
    };
    const ticker = setInterval(() => {
      subscriptions.tick();
      void writer.flush();
      count();
    }, tickMs);
    try {
      while (!signal.aborted) {
        try {
          const cameras = await listOnvifCameras(db);
          checks.look(cameras);
          subscriptions.follow(cameras);
        } catch (error) {
          log.warn({ err: error }, 'cameras cannot be listed; ONVIF devices stay as they are');
        }
        await delay(lookEveryMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      clearInterval(ticker);
      await Promise.all([checks.close(), subscriptions.close()]);
      await writer.flush();
      count();
      counts.listening.set(0);
    }
  }

  return { run };
}

function registerMetrics(metrics: Registry) {
  const registers = [metrics];
  const counter = (name: string, help: string, ...labelNames: string[]): Counter =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  return {
    checks: counter('tc_onvif_checks_total', 'Routine checks of cameras by ONVIF', 'result'),
    failures: counter('tc_onvif_subscription_failures_total', 'Subscriptions to events that ended', 'failure'),
    listening: gauge('tc_onvif_subscriptions', 'Cameras whose events are listened to'),
    leftOut: gauge('tc_onvif_subscriptions_left_out', 'Cameras beyond the bound on subscriptions'),
    events: counter('tc_camera_events_total', 'Events of cameras that were written', 'event'),
    suppressed: counter('tc_camera_events_suppressed_total', 'Repeated events, and events of storms, not written'),
    dropped: counter('tc_camera_events_dropped_total', 'Events lost because the database was away too long'),
  };
}
