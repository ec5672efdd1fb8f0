import type { ServerResponse } from 'node:http';
import { liveError } from './live-errors.ts';
import { FEED_SILENT_MS, type LiveFeedKind } from './live-feed.ts';
import type { LiveWindow } from './live-window.ts';

/** How often a reader hears that the stream is alive; one that hears nothing for much longer should connect anew. */
const TELL_EVERY_MS = 2_000;

export interface FeedRequest {
  readonly window: LiveWindow;
  readonly kind: LiveFeedKind;
  /** Called at least every two seconds while somebody reads. */
  readonly onWatched: () => void;
}

/** Answers with a framed stream that ends when the window closes or the reader leaves. Throws `TC_LIVE_BUSY`. */
export function sendFeed({ window, kind, onWatched }: FeedRequest, response: ServerResponse, isHead: boolean): void {
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };
  if (isHead) {
    response.writeHead(200, headers).end();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const output = {
    write: (pieces: readonly Uint8Array[]): void => {
      response.cork();
      for (const piece of pieces) response.write(piece);
      response.uncork();
    },
    get backlogBytes(): number {
      return response.writableLength;
    },
  };
  const opened = window.openFeed(kind, output, () => response.end());
  if (opened === null) throw liveError('TC_LIVE_BUSY');
  const tell = (): void => {
    onWatched();
    opened.feed.tell(window.silentMs < FEED_SILENT_MS ? 'flowing' : 'waiting');
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  response.once('close', () => {
    clearInterval(timer);
    opened.stop();
  });
  tell();
}
