/** A turning camera's head: moves at the speed it was told until stopped or its time is over. */
export class SimulatedPtz {
  readonly #nowMs: () => number;
  readonly #presets = new Map<string, { name: string; position: readonly [number, number, number] }>([
    ['1', { name: 'Cổng', position: [0.5, -0.25, 0.1] }],
    ['2', { name: 'Bãi xe', position: [-0.75, 0, 0.6] }],
  ]);
  #position: readonly [number, number, number] = [0, 0, 0];
  #speed: readonly [number, number, number] = [0, 0, 0];
  #movedAtMs = 0;
  #stopsAtMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get presets(): readonly { token: string; name: string }[] {
    return [...this.#presets].map(([token, { name }]) => ({ token, name }));
  }

  /** Pan, tilt (-1 to 1) and zoom (0 to 1). */
  get position(): readonly [number, number, number] {
    this.#advance();
    return this.#position;
  }

  get isMoving(): boolean {
    this.#advance();
    return this.#speed.some((value) => value !== 0);
  }

  /** The whole way takes two seconds at speed 1. */
  move(speed: readonly [number, number, number], forMs: number): void {
    this.#advance();
    this.#speed = speed;
    this.#movedAtMs = this.#nowMs();
    this.#stopsAtMs = this.#movedAtMs + forMs;
  }

  stop(): void {
    this.#advance();
    this.#speed = [0, 0, 0];
  }

  /** @returns whether there is such a preset. */
  goTo(token: string): boolean {
    const preset = this.#presets.get(token);
    if (preset === undefined) return false;
    this.#settle(preset.position);
    return true;
  }

  home(): void {
    this.#settle([0, 0, 0]);
  }

  #settle(position: readonly [number, number, number]): void {
    this.#position = position;
    this.#speed = [0, 0, 0];
  }

  #advance(): void {
    const nowMs = Math.min(this.#nowMs(), this.#stopsAtMs);
    const seconds = Math.max(0, nowMs - this.#movedAtMs) / 1000;
    const [pan, tilt, zoom] = this.#position;
    const [panSpeed, tiltSpeed, zoomSpeed] = this.#speed;
    const within = (value: number, least: number): number => Math.max(least, Math.min(1, value));
    this.#position = [
      within(pan + panSpeed * seconds, -1),
      within(tilt + tiltSpeed * seconds, -1),
      within(zoom + (zoomSpeed * seconds) / 2, 0),
    ];
    this.#movedAtMs = Math.max(this.#movedAtMs, nowMs);
    if (this.#nowMs() >= this.#stopsAtMs) this.#speed = [0, 0, 0];
  }
}
