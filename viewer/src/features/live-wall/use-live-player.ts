import type { LiveTileNotice } from '@thapcanh/core/live/live-socket';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { mediaPath } from '../../api/api.ts';
import { HlsPlayer } from '../../live/hls-player.ts';
import type { LivePlayer, LivePlayerEvents, LiveWay } from '../../live/live-player.ts';
import { PictureWatch } from '../../live/picture-watch.ts';
import { WhepPlayer } from '../../live/whep-player.ts';
import { WsPlayer } from '../../live/ws-player.ts';

const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 700;

export interface LiveTarget {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  /** Tried in this order; the next one when a way does not work here. */
  readonly ways: readonly LiveWay[];
  /** Whether there is a small stream to fall back to when the browser cannot play the large one. */
  readonly hasSubStream: boolean;
}

export interface LiveView {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  /** `performance.now()` when the shown position last moved; null before the first picture. */
  readonly lastMovedAtMs: number | null;
  /** `performance.now()` since when the pixels are the same; null while they change, or nobody knows. */
  readonly stillSinceMs: number | null;
  /** Age of the shown picture by the server's clock; null while unknown. */
  readonly ageMs: number | null;
  readonly way: LiveWay | null;
  readonly notice: LiveTileNotice | null;
  readonly isServerLost: boolean;
  /** The codec this browser cannot play; null while it can. */
  readonly unplayable: string | null;
}

interface Seen {
  readonly lastMovedAtMs: number | null;
  readonly stillSinceMs: number | null;
  readonly ageMs: number | null;
}

const NOTHING: Seen = { lastMovedAtMs: null, stillSinceMs: null, ageMs: null };

function play(way: LiveWay, video: HTMLVideoElement, target: LiveTarget, events: LivePlayerEvents): LivePlayer {
  if (way === 'hls') return new HlsPlayer(video, mediaPath.live(target.cameraId, target.stream), events);
  if (way === 'whep') return new WhepPlayer(video, mediaPath.whep(target.cameraId, target.stream), events);
  return new WsPlayer(video, target, events);
}

/** Plays one camera into one video element for as long as the component lives; null: nothing to play. */
export function useLivePlayer(wanted: LiveTarget | null): LiveView {
  const videoRef = useRef<HTMLVideoElement | null>(null);
  const [seen, setSeen] = useState<Seen>(NOTHING);
  const [way, setWay] = useState<LiveWay | null>(null);
  const [notice, setNotice] = useState<LiveTileNotice | null>(null);
  const [isServerLost, setServerLost] = useState(false);
  const [unplayable, setUnplayable] = useState<string | null>(null);
  const key = wanted === null ? null : JSON.stringify(wanted);

  useEffect(() => {
    const video = videoRef.current;
    if (video === null || key === null) return;
    let target: LiveTarget = JSON.parse(key);
    let player: LivePlayer | null = null;
    let shownAtS = -1;
    let toldAtMs = Number.NEGATIVE_INFINITY;
    let isOver = false;
    const pictures = new PictureWatch();

    const start = (index: number) => {
      const next = target.ways[index];
      if (isOver || next === undefined) return;
      setWay(next);
      setNotice(null);
      player = play(next, video, target, {
        onNotice: (told) => {
          setNotice(told);
          setServerLost(told === null);
        },
        onUnplayable: (codec) => {
          if (target.stream === 'main' && target.hasSubStream) {
            player?.close();
            target = { ...target, stream: 'sub' };
            start(index);
          } else setUnplayable(codec);
        },
        onUnusable: () => {
          player?.close();
          start(index + 1);
        },
      });
    };

    const look = setInterval(() => {
      const hasPicture = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
      if (video.currentTime !== shownAtS && hasPicture) {
        shownAtS = video.currentTime;
        // A wall of tiles has better things to do than to render each of them at every look.
        const nowMs = performance.now();
        if (nowMs - toldAtMs < TELL_EVERY_MS) return;
        toldAtMs = nowMs;
        pictures.look(video, nowMs);
        setSeen({ lastMovedAtMs: nowMs, stillSinceMs: pictures.stillSinceMs, ageMs: player?.ageMs() ?? null });
      }
    }, LOOK_EVERY_MS);

    start(0);
    return () => {
      isOver = true;
      clearInterval(look);
      pictures.close();
      player?.close();
      setSeen(NOTHING);
      setWay(null);
      setNotice(null);
      setServerLost(false);
      setUnplayable(null);
    };
  }, [key]);

  return { videoRef, ...seen, way, notice, isServerLost, unplayable };
}
