import {
  LiveUpstream,
  type UpstreamListener,
  type UpstreamSurroundings,
  type UpstreamTarget,
} from './live-upstream.ts';

/** A stream stays open this long after its last viewer, so that a page that is loaded anew finds it running. */
const LINGER_MS = 3_000;

export interface LiveHub {
  /** Joins a stream, opening it for the first viewer; the returned function leaves it. */
  join(target: UpstreamTarget, listener: UpstreamListener): () => void;
  readonly streamCount: number;
  /** Resolves when every connection to a worker is gone. Idempotent. */
  close(): Promise<void>;
}

/** One connection to the worker per camera, stream and kind, however many watch. */
export function createLiveHub(surroundings: UpstreamSurroundings): LiveHub {
  const streams = new Map<string, { upstream: LiveUpstream; lingering: NodeJS.Timeout | null }>();
  const closing = new Set<Promise<void>>();
  let isClosed = false;

  function end(key: string, upstream: LiveUpstream): void {
    if (streams.get(key)?.upstream !== upstream || upstream.listenerCount > 0) return;
    streams.delete(key);
    const closed: Promise<void> = upstream.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    join(target, listener) {
      if (isClosed) return () => undefined;
      const key = `${target.cameraId}/${target.stream}/${target.kind}`;
      const entry = streams.get(key) ?? { upstream: new LiveUpstream(target, surroundings), lingering: null };
      streams.set(key, entry);
      if (entry.lingering !== null) clearTimeout(entry.lingering);
      entry.lingering = null;
      const { upstream } = entry;
      upstream.join(listener);
      return () => {
        upstream.leave(listener);
        if (isClosed || upstream.listenerCount > 0 || entry.lingering !== null) return;
        entry.lingering = setTimeout(() => {
          entry.lingering = null;
          end(key, upstream);
        }, LINGER_MS);
      };
    },
    get streamCount() {
      return streams.size;
    },
    async close() {
      isClosed = true;
      const all = [...streams.values()];
      streams.clear();
      for (const { lingering } of all) if (lingering !== null) clearTimeout(lingering);
      await Promise.all([...closing, ...all.map(({ upstream }) => upstream.close())]);
    },
  };
}
