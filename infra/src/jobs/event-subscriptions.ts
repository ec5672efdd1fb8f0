import { EventSubscription, type EventSubscriptionOptions } from './event-subscription.ts';
import type { OnvifCamera } from './onvif-camera.repository.ts';

/** Each holds one connection and costs one request in ten seconds. */
const MAX_SUBSCRIPTIONS = 1_000;
/** Many new subscriptions begin one after the other. */
const BEGIN_EVERY_MS = 50;

interface Followed {
  readonly fingerprint: string;
  readonly subscription: EventSubscription;
}

/** One subscription for each camera: `follow` begins what is new, ends what is gone, and begins anew what was edited. */
export class EventSubscriptions {
  readonly #options: EventSubscriptionOptions;
  readonly #limit: number;
  readonly #followed = new Map<string, Followed>();
  readonly #closing = new Set<Promise<void>>();
  #suppressedBefore = 0;
  #leftOut = 0;

  constructor(options: EventSubscriptionOptions, limit = MAX_SUBSCRIPTIONS) {
    this.#options = options;
    this.#limit = limit;
  }

  statistics(): { listening: number; leftOut: number; suppressed: number } {
    const all = [...this.#followed.values()].map(({ subscription }) => subscription);
    return {
      listening: all.filter(({ isListening }) => isListening).length,
      leftOut: this.#leftOut,
      suppressed: all.reduce((sum, { suppressed }) => sum + suppressed, this.#suppressedBefore),
    };
  }

  /** `cameras`: all that are switched on and have a device, in an order that stays; beyond the limit the last are left out. */
  follow(cameras: readonly OnvifCamera[]): void {
    const wanted = new Map(cameras.slice(0, this.#limit).map((camera) => [camera.id as string, camera]));
    this.#leftOut = cameras.length - wanted.size;
    for (const [id, { fingerprint }] of this.#followed) {
      const camera = wanted.get(id);
      if (camera === undefined || fingerprintOf(camera) !== fingerprint) this.#end(id);
    }
    let begun = 0;
    for (const [id, camera] of wanted) {
      if (this.#followed.has(id)) continue;
      const subscription = new EventSubscription(camera, this.#options, begun++ * BEGIN_EVERY_MS);
      this.#followed.set(id, { fingerprint: fingerprintOf(camera), subscription });
    }
  }

  tick(): void {
    for (const { subscription } of this.#followed.values()) subscription.tick();
  }

  /** Resolves when every device was told that nobody listens any more. Idempotent. */
  async close(): Promise<void> {
    for (const id of [...this.#followed.keys()]) this.#end(id);
    await Promise.all(this.#closing);
  }

  #end(id: string): void {
    const followed = this.#followed.get(id);
    if (followed === undefined) return;
    this.#followed.delete(id);
    this.#suppressedBefore += followed.subscription.suppressed;
    const closing = followed.subscription.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** What a subscription depends on; other edits do not disturb it. */
function fingerprintOf({ address, username, passwordSealed }: OnvifCamera): string {
  return JSON.stringify([address, username, passwordSealed?.toString('hex') ?? null]);
}
