import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SyncClock } from './sync-clock.ts';
import { type SyncedState, SyncedVideo } from './synced-video.ts';

const LOOK_EVERY_MS = 80;
const TELL_EVERY_MS = 240;
/** Whoever is not ready by then is left behind: one slow camera must not hold the others. */
const WAIT_MS = 2_500;

export interface SyncPlayer {
  /** Gives the video element of a camera to the player; null takes it back. */
  readonly attach: (cameraId: string, video: HTMLVideoElement | null) => void;
  readonly atMs: number;
  readonly isPlaying: boolean;
  readonly rate: number;
  readonly states: Readonly<Record<string, SyncedState>>;
  /** The largest distance of a shown picture from the common clock; null while nothing is shown. */
  readonly worstDriftMs: number | null;
  readonly seek: (atMs: number) => void;
  readonly play: (isPlaying: boolean) => void;
  readonly setRate: (rate: number) => void;
}

/** Plays the recordings of several cameras by one clock from `startMs` on; `isActive` false: the videos are let go. */
export function useSyncPlayer(startMs: number, isActive: boolean): SyncPlayer {
  const clock = useMemo(() => new SyncClock(startMs), [startMs]);
  const videos = useRef(new Map<string, SyncedVideo>());
  const waitingSince = useRef<number | null>(null);
  const [isPlaying, setIsPlaying] = useState(true);
  const [rate, setRateState] = useState(1);
  const [seen, setSeen] = useState<{
    atMs: number;
    states: Record<string, SyncedState>;
    worstDriftMs: number | null;
  }>({ atMs: startMs, states: {}, worstDriftMs: null });

  const attach = useCallback((cameraId: string, video: HTMLVideoElement | null) => {
    videos.current.get(cameraId)?.close();
    videos.current.delete(cameraId);
    if (video !== null) videos.current.set(cameraId, new SyncedVideo(cameraId, video));
    waitingSince.current = performance.now();
  }, []);

  useEffect(() => {
    if (!isActive) return;
    let toldAtMs = Number.NEGATIVE_INFINITY;
    waitingSince.current = performance.now();
    const look = setInterval(() => {
      const atMs = clock.atMs();
      const states: Record<string, SyncedState> = {};
      let worst: number | null = null;
      for (const [cameraId, video] of videos.current) {
        states[cameraId] = video.follow(atMs, clock.rate, clock.isRunning);
        if (states[cameraId] === 'ready' && video.driftMs !== null)
          worst = Math.max(worst ?? 0, Math.abs(video.driftMs));
      }
      const nowMs = performance.now();
      const isWaiting = Object.values(states).includes('opening');
      if (waitingSince.current !== null) {
        const isOver = Object.keys(states).length > 0 && !isWaiting;
        if (isOver || nowMs - waitingSince.current > WAIT_MS) waitingSince.current = null;
      }
      const shouldRun = isPlaying && waitingSince.current === null;
      if (clock.isRunning !== shouldRun) clock.run(shouldRun);
      if (nowMs - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = nowMs;
      setSeen({ atMs, states, worstDriftMs: worst });
    }, LOOK_EVERY_MS);
    return () => clearInterval(look);
  }, [clock, isActive, isPlaying]);

  return {
    attach,
    ...seen,
    isPlaying,
    rate,
    seek: (atMs) => {
      clock.run(false);
      clock.set(atMs);
      waitingSince.current = performance.now();
      setSeen((before) => ({ ...before, atMs }));
    },
    play: setIsPlaying,
    setRate: (next) => {
      clock.setRate(next);
      setRateState(next);
    },
  };
}
