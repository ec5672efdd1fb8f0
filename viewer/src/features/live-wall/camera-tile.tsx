import { useTranslation } from 'react-i18next';
import { type Camera, mediaPath } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatTime } from '../../shared/format-time.ts';
import { StateBadge } from '../../shared/state-badge.tsx';
import { useMonotonicNow } from '../../shared/use-now.ts';
import classes from './camera-tile.module.css';
import { tileState } from './live-state.ts';
import { useLivePlayer } from './use-live-player.ts';

interface CameraTileProps {
  readonly camera: Camera;
  readonly stream: 'main' | 'sub';
  readonly isLowLatency: boolean;
  readonly isSelected?: boolean;
  /** Without it the tile is a picture only and takes no focus. */
  readonly onOpen?: () => void;
  readonly onSelect?: () => void;
}

/** One live picture with its honest state. Whatever is not moving now is greyed and says so. */
export function CameraTile({ camera, stream, isLowLatency, isSelected = false, onOpen, onSelect }: CameraTileProps) {
  const { t } = useTranslation();
  const url = camera.isEnabled ? mediaPath.live(camera.id, stream) : null;
  const { videoRef, lastMovedAtMs, delayS } = useLivePlayer(url, isLowLatency);
  const nowMs = useMonotonicNow(500);
  const state = tileState({ server: camera.status.state, lastMovedAtMs, nowMs });
  const fault = camera.status.fault;

  const Frame = onOpen === undefined ? 'div' : 'button';

  return (
    <Frame
      {...(onOpen === undefined ? {} : { type: 'button', onClick: onOpen, onFocus: onSelect })}
      className={classes.tile}
      data-state={state.kind}
      data-selected={isSelected}
      data-camera={camera.id}
    >
      <video ref={videoRef} className={classes.video} muted autoPlay playsInline tabIndex={-1} />
      {state.kind !== 'live' && (
        <span className={classes.veil}>
          {state.kind === 'connecting' && <span className={classes.spinner} />}
          {fault !== null && state.kind !== 'connecting' && (
            <span className={classes.fault}>{fault[currentLanguage()]}</span>
          )}
          {camera.status.lastFrameAt !== null && (state.kind === 'offline' || state.kind === 'stale') && (
            <span className={classes.lastSeen}>
              {t('state.lastSeen', { time: formatTime(camera.status.lastFrameAt) })}
            </span>
          )}
        </span>
      )}
      <span className={classes.bar}>
        <span className={classes.name}>{camera.name}</span>
        {camera.status.isRecording && <span className={classes.recording} title={t('state.recording')} />}
        {state.kind === 'live' && delayS !== null && delayS > 0 && (
          <span className={classes.delay}>{t('wall.delay', { seconds: delayS.toFixed(1).replace('.', ',') })}</span>
        )}
        <StateBadge state={state} />
      </span>
    </Frame>
  );
}
