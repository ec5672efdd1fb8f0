/** A direction to turn and zoom in; each part from -1 to 1, right, up and nearer being positive. */
export interface PtzVector {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

export type PtzOrder =
  | { readonly kind: 'move'; readonly vector: PtzVector; readonly forMs: number }
  | { readonly kind: 'stop' };

/** The camera stops by itself after this, so that a lost browser leaves nothing turning. */
const MOVE_MS = 1_500;
/** While held, the order is given again this long after the last one was obeyed. */
const RENEW_MS = 700;

const isStill = ({ pan, tilt, zoom }: PtzVector) => pan === 0 && tilt === 0 && zoom === 0;
const isSame = (a: PtzVector, b: PtzVector) => a.pan === b.pan && a.tilt === b.tilt && a.zoom === b.zoom;

/**
 * Press-and-hold turning. One order is on its way at a time, and only the newest wish follows it, so that a slow camera
 * never turns on through a queue of old orders. After a failure everything held counts as let go. `send` rejects to tell a
 * failure; `close` stops what turns.
 */
export class PtzDriver {
  readonly #send: (order: PtzOrder) => Promise<void>;
  #wanted: PtzVector | null = null;
  #isSending = false;
  #isTurning = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (order: PtzOrder) => Promise<void>) {
    this.#send = send;
  }

  /** Turns this way until told otherwise; a still vector stops. */
  steer(vector: PtzVector): void {
    const wanted = isStill(vector) ? null : vector;
    const isUnchanged = wanted === null ? this.#wanted === null : this.#wanted !== null && isSame(wanted, this.#wanted);
    if (isUnchanged) return;
    this.#wanted = wanted;
    this.#next();
  }

  close(): void {
    this.#wanted = null;
    this.#next();
  }

  #next(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isSending) return;
    const wanted = this.#wanted;
    if (wanted === null && !this.#isTurning) return;
    this.#isSending = true;
    this.#isTurning = wanted !== null;
    const order: PtzOrder = wanted === null ? { kind: 'stop' } : { kind: 'move', vector: wanted, forMs: MOVE_MS };
    this.#send(order).then(
      () => this.#sent(wanted),
      () => {
        this.#wanted = null;
        this.#isTurning = false;
        this.#sent(null);
      },
    );
  }

  #sent(was: PtzVector | null): void {
    this.#isSending = false;
    if (this.#wanted !== was) this.#next();
    else if (was !== null) this.#timer = setTimeout(() => this.#next(), RENEW_MS);
  }
}
