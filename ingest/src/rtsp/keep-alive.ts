import type { MediaPath } from './media-path.ts';
import type { RtspConnection } from './rtsp-connection.ts';
import type { RtspRequester } from './rtsp-requester.ts';

export interface KeepAliveOptions {
  readonly connection: RtspConnection;
  readonly requester: RtspRequester;
  readonly path: MediaPath;
  readonly url: string;
  readonly method: 'GET_PARAMETER' | 'OPTIONS';
  readonly timeoutMs: number;
}

/** RFC 3550 6.2: the smallest interval of reports. */
const REPORT_MS = 5_000;

/**
 * Tells the camera that we are still there: a request every half session timeout, and RTCP receiver reports, which some
 * cameras look at instead. A camera that refuses GET_PARAMETER (405, 501, 454) is asked OPTIONS from then on.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  readonly #timers: readonly NodeJS.Timeout[];
  #method: KeepAliveOptions['method'];

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#method = options.method;
    this.#timers = [
      setInterval(() => this.#beat(), options.timeoutMs / 2),
      setInterval(() => options.path.report(), Math.min(REPORT_MS, options.timeoutMs / 2)),
    ];
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #beat(): void {
    const { connection, requester, url } = this.#options;
    if (connection.isBusy) return;
    requester.send(this.#method, url).then(
      (response) => {
        if (response.status >= 400) this.#method = 'OPTIONS';
      },
      // A camera that does not answer while its pictures arrive is left alone; the frame watch sees real silence.
      () => undefined,
    );
  }
}
