import { type MouseEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import type { LiveWay } from '../../live/live-player.ts';
import { formatTime } from '../../shared/format-time.ts';
import { StateBadge } from '../../shared/state-badge.tsx';
import { useMonotonicNow } from '../../shared/use-now.ts';
import classes from './camera-tile.module.css';
import { tileState } from './live-state.ts';
import { streamTier } from './stream-tier.ts';
import { useLivePlayer } from './use-live-player.ts';
import { useTileView } from './use-tile-view.ts';
import { Watermark } from './watermark.tsx';

interface CameraTileProps {
  readonly camera: Camera;
  /** Absent: by the width of the tile. */
  readonly stream?: 'main' | 'sub';
  /** The one camera somebody looks at: WebRTC where it works. */
  readonly isFocused?: boolean;
  readonly isSelected?: boolean;
  /** What is typed to select the tile. */
  readonly number?: number;
  /** Fills its frame whatever that one's shape is. */
  readonly isFilling?: boolean;
  /** Without it the tile is a picture only and takes no focus. */
  readonly onOpen?: () => void;
  readonly onSelect?: () => void;
}

const WALL_WAYS: readonly LiveWay[] = ['ws', 'hls'];
const FOCUSED_WAYS: readonly LiveWay[] = ['whep', 'ws', 'hls'];

/** `?way=hls` insists on one way: for finding out what a network lets through, and for measuring. */
function namedWay(): readonly LiveWay[] | null {
  const name = new URLSearchParams(window.location.search).get('way');
  return FOCUSED_WAYS.find((way) => way === name) === undefined ? null : FOCUSED_WAYS.filter((way) => way === name);
}

const formatSeconds = (ms: number): string => (ms / 1_000).toFixed(1).replace('.', ',');

/** One live picture with its honest state. Whatever is not moving now is greyed and says so. */
export function CameraTile(props: CameraTileProps) {
  const { camera, isFocused = false, isSelected = false, number, isFilling = false, onOpen, onSelect } = props;
  const { t } = useTranslation();
  const tile = useTileView();
  const ways = namedWay() ?? (isFocused ? FOCUSED_WAYS : WALL_WAYS);
  const { id: cameraId, hasSubStream } = camera;
  const tier = useRef<'main' | 'sub' | null>(null);
  if (tile.widthPx > 0) tier.current = streamTier(tier.current, tile.widthPx, hasSubStream);
  const stream = props.stream ?? tier.current;
  const isPlaying = camera.isEnabled && tile.isSeen && stream !== null;
  const view = useLivePlayer(isPlaying ? { cameraId, stream, ways, hasSubStream } : null);
  const { videoRef, lastMovedAtMs, stillSinceMs, ageMs, way, notice, isServerLost, unplayable } = view;
  const nowMs = useMonotonicNow(500);
  const state = tileState({ server: camera.status.state, lastMovedAtMs, stillSinceMs, ageMs, nowMs });
  const fault = notice?.text ?? camera.status.fault;

  const Frame = onOpen === undefined ? 'div' : 'button';
  const select = (event: MouseEvent) => {
    event.preventDefault();
    if (onSelect === undefined) onOpen?.();
  };

  return (
    <div ref={tile.ref} className={classes.holder} data-filling={isFilling}>
      <Frame
        {...(onOpen === undefined ? {} : { type: 'button', onClick: select, onDoubleClick: onOpen, onFocus: onSelect })}
        className={classes.tile}
        data-state={state.kind}
        data-selected={isSelected}
        data-camera={camera.id}
        data-stream={stream}
        data-way={way}
      >
        <video ref={videoRef} className={classes.video} muted autoPlay playsInline tabIndex={-1} />
        {state.kind !== 'live' && (
          <span className={classes.veil}>
            {state.kind === 'connecting' && unplayable === null && <span className={classes.spinner} />}
            {unplayable !== null && <span className={classes.fault}>{t('wall.unplayable')}</span>}
            {isServerLost && <span className={classes.fault}>{t('wall.serverLost')}</span>}
            {fault !== null && unplayable === null && !isServerLost && state.kind !== 'connecting' && (
              <span className={classes.fault}>{fault[currentLanguage()]}</span>
            )}
            {camera.status.lastFrameAt !== null && (state.kind === 'offline' || state.kind === 'stale') && (
              <span className={classes.lastSeen}>
                {t('state.lastSeen', { time: formatTime(camera.status.lastFrameAt) })}
              </span>
            )}
          </span>
        )}
        <Watermark />
        <span className={classes.bar}>
          {number !== undefined && <span className={classes.number}>{number}</span>}
          <span className={classes.name}>{camera.name}</span>
          {camera.status.isRecording && <span className={classes.recording} title={t('state.recording')} />}
          {state.kind === 'live' && ageMs !== null && (
            <span className={classes.delay}>{t('wall.delay', { seconds: formatSeconds(ageMs) })}</span>
          )}
          {isFocused && way !== null && state.kind === 'live' && (
            <span className={classes.delay} data-way={way}>
              {t(`wall.way.${way}`)}
            </span>
          )}
          <StateBadge state={state} />
        </span>
      </Frame>
    </div>
  );
}
