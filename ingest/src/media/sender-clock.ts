interface Report {
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
}

/** A track's newest sender report: what its RTP times are on the camera's clock, whatever that clock shows. */
export class SenderClock {
  readonly #ticksPerMs: number;
  #report: Report | null = null;

  constructor(clockRate: number) {
    this.#ticksPerMs = clockRate / 1_000;
  }

  report(report: Report): void {
    this.#report = report;
  }

  /** Null before the first report. */
  toCameraMs(rtpTimestamp: number): number | null {
    if (this.#report === null) return null;
    return this.#report.ntpMs + ((rtpTimestamp - this.#report.rtpTimestamp) | 0) / this.#ticksPerMs;
  }

  /** RTP time modulo 2^32; null before the first report. */
  toRtp(cameraMs: number): number | null {
    if (this.#report === null) return null;
    return (this.#report.rtpTimestamp + Math.round((cameraMs - this.#report.ntpMs) * this.#ticksPerMs)) >>> 0;
  }
}
