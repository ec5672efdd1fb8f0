import { Readable } from 'node:stream';

/** Events one slow client may be behind; past it the oldest are dropped, counted, and the client is told to start over. */
export const EVENT_QUEUE_LIMIT = 256;

/** Text of one server-sent event (WHATWG HTML, section 9.2). Without a name it reaches `onmessage`. */
export function eventText(event: { id?: number; name?: string; data: string }): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  return `${id}${name}data: ${event.data}\n\n`;
}

const RESET = eventText({ name: 'reset', data: '{}' });

/**
 * The answer to one listening client: a bounded queue that the socket drains. When the client does not keep up the
 * oldest events go and a `reset` event takes their place: it must fetch its state anew.
 */
export class EventStream extends Readable {
  readonly #queue: string[] = [];
  readonly #onDropped: (count: number) => void;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();
  #isWanted = false;
  #hasLost = false;

  constructor(onDropped: (count: number) => void) {
    super({ highWaterMark: 4096, encoding: 'utf8' });
    this.#onDropped = onDropped;
  }

  /** Never blocks, never throws; after the end it does nothing. */
  offer(text: string): void {
    if (this.destroyed || this.readableEnded) return;
    this.#queue.push(text);
    if (this.#queue.length > EVENT_QUEUE_LIMIT) {
      this.#queue.shift();
      this.#hasLost = true;
      this.#onDropped(1);
    }
    if (this.#isWanted) this.#flush();
  }

  /** Offers the text in its turn if the answer is yes; what is offered later waits for that answer. */
  offerWhen(text: string, isAllowed: Promise<boolean>): void {
    if (this.#waiting >= EVENT_QUEUE_LIMIT) {
      this.#hasLost = true;
      this.#onDropped(1);
      return;
    }
    this.#waiting += 1;
    this.#turn = this.#turn.then(async () => {
      if (await isAllowed) this.offer(text);
      this.#waiting -= 1;
    });
  }

  /** Tells the client to fetch everything anew. */
  offerReset(): void {
    this.offer(RESET);
  }

  /** Ends the answer after what is queued. Idempotent. */
  end(): void {
    if (this.destroyed || this.readableEnded) return;
    this.#isWanted = false;
    if (this.#hasLost) this.push(RESET);
    for (const text of this.#queue.splice(0)) this.push(text);
    this.push(null);
  }

  override _read(): void {
    this.#isWanted = true;
    this.#flush();
  }

  #flush(): void {
    if (this.#queue.length > 0 && this.#hasLost) {
      this.#hasLost = false;
      this.#isWanted = this.push(RESET);
    }
    while (this.#isWanted) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#isWanted = this.push(next);
    }
  }
}
