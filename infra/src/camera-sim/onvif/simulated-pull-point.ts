import type { SimulatedEvent } from './simulated-device-options.ts';

interface Waiting {
  readonly resolve: (events: readonly SimulatedEvent[]) => void;
  readonly timer: NodeJS.Timeout;
  readonly limit: number;
}

const MAX_QUEUED = 1000;

/** The subscriptions of a simulated device: each has a queue; a pull waits until it holds something or time is up. */
export class SimulatedPullPoint {
  readonly #queues = new Map<string, SimulatedEvent[]>();
  readonly #waiting = new Map<string, Waiting>();
  #created = 0;

  get subscriptionCount(): number {
    return this.#queues.size;
  }

  create(): string {
    this.#created += 1;
    const id = String(this.#created);
    this.#queues.set(id, []);
    return id;
  }

  has(id: string): boolean {
    return this.#queues.has(id);
  }

  emit(event: SimulatedEvent): void {
    for (const [id, queue] of this.#queues) {
      if (queue.length < MAX_QUEUED) queue.push(event);
      this.#release(id);
    }
  }

  pull(id: string, timeoutMs: number, limit: number): Promise<readonly SimulatedEvent[]> {
    const queue = this.#queues.get(id) ?? [];
    if (queue.length > 0) return Promise.resolve(queue.splice(0, limit));
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#release(id), timeoutMs);
      this.#waiting.set(id, { resolve, timer, limit });
    });
  }

  remove(id: string): void {
    this.#release(id);
    this.#queues.delete(id);
  }

  close(): void {
    for (const id of [...this.#queues.keys()]) this.remove(id);
  }

  #release(id: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(this.#queues.get(id)?.splice(0, waiting.limit) ?? []);
  }
}
