import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import type { CityConfig, OidcConfig } from '@thapcanh/infra/config/config';
import type { Tables } from '@thapcanh/infra/database/tables';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import type { AddressPolicy } from '@thapcanh/infra/onvif/address-policy';
import type { DiscoveryOptions } from '@thapcanh/infra/onvif/ws-discovery';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { LiveSocketTiming } from '../live/live-socket.service.ts';
import type { WhepNetwork, WhepTiming } from '../live/whep.service.ts';

/** What the HTTP API stands on. Everything in it is owned and closed by whoever made it. */
export interface ApiContext {
  readonly db: Kysely<Tables>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics: Registry;
  readonly objects: ObjectStore;
  readonly frames: FrameStore;
  /** Absolute directory that `recording.path` is relative to. */
  readonly recordingsDir: string;
  /** Name of the node whose recordings lie there; without one every local recording is taken to be here. */
  readonly nodeId?: string;
  readonly secrets: { seal(text: string): Buffer; open(sealed: Buffer): string };
  readonly liveEvents: { subscribe(listener: (event: LiveEvent) => void, onGap?: () => void): () => void };
  readonly publish: (event: LiveEvent) => Promise<void>;
  /** What `/metrics` answers, in the Prometheus text format; by default the registry above. */
  readonly metricsText?: () => Promise<string>;
  /** Bearer token that opens `/metrics` from elsewhere; without one only this machine may read it. */
  readonly metricsToken?: string;
  /** Bearer token with which ingest workers of other nodes answer; without one only workers of this node are asked. */
  readonly mediaToken?: string;
  /** How often live sockets are checked; other values are for tests. */
  readonly liveSocketTiming?: Partial<LiveSocketTiming>;
  /** PEM texts; with them the API speaks HTTPS with HTTP/2 and HTTP/1.1, without them plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** By which provider people log in besides passwords. */
  readonly oidc?: OidcConfig;
  /** How browsers outside reach this machine by WebRTC; by default at its own addresses, any port. */
  readonly webrtc?: WhepNetwork;
  /** How soon vanished WebRTC viewers are forgotten; other values are for tests. */
  readonly whepTiming?: Partial<WhepTiming>;
  /** Where ONVIF devices may be asked and looked for; other values than the default are for tests. */
  readonly onvif?: { readonly mayReach: AddressPolicy; readonly discoveryTargets: DiscoveryOptions['targets'] };
  /** The map, and what citizens report; absent: no map files, and reports are taken. */
  readonly city?: CityConfig;
  /** Reports per hour and address of citizens, 10 by default. */
  readonly reportsPerHour?: number;
  /** Built viewer; by default the one beside this package. */
  readonly viewerDir?: string;
  /** Milliseconds between SSE heartbeats, 15 s by default. */
  readonly heartbeatMs?: number;
  /** Logins per minute and address, 20 by default. */
  readonly loginsPerMinute?: number;
}
