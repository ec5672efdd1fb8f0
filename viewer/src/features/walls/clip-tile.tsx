import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../shared/format-time.ts';
import { usePlaybackPlayer } from '../camera/use-playback-player.ts';
import { Watermark } from '../live-wall/watermark.tsx';
import classes from './content-tile.module.css';

/** How near the end of what could be played counts as its end. */
const END_SLACK_MS = 400;

interface ClipTileProps {
  readonly cameraId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly number?: number;
  readonly isSelected?: boolean;
  /** Called at the end; absent: it begins again. */
  readonly onEnded?: () => void;
  readonly onSelect?: () => void;
  readonly onOpen?: () => void;
}

/** A recorded stretch, marked as recorded all over, so that nobody takes it for live. */
export function ClipTile({ cameraId, name, from, to, number, isSelected = false, onEnded, onSelect }: ClipTileProps) {
  const { t } = useTranslation();
  const [request, setRequest] = useState({ startMs: Date.parse(from) });
  const { videoRef, state, atMs } = usePlaybackPlayer(cameraId, request);
  const endMs = Date.parse(to);
  useEffect(() => setRequest({ startMs: Date.parse(from) }), [from]);
  useEffect(() => {
    if (atMs >= endMs - END_SLACK_MS) {
      if (onEnded === undefined) setRequest({ startMs: Date.parse(from) });
      else onEnded();
    } else if (state === 'ended') {
      // What was recorded a moment ago becomes playable while the beginning plays.
      setRequest({ startMs: atMs });
    }
  }, [atMs, endMs, from, onEnded, state]);

  const Frame = onSelect === undefined ? 'div' : 'button';
  return (
    <Frame
      {...(onSelect === undefined ? {} : { type: 'button', onFocus: onSelect, onClick: onSelect })}
      className={classes.clip}
      data-clip={cameraId}
      data-clip-state={state}
      data-selected={isSelected}
    >
      <video ref={videoRef} muted autoPlay playsInline tabIndex={-1} />
      <Watermark />
      <span className={classes.clipBar}>
        {number !== undefined && <span className={classes.number}>{number}</span>}
        {name}
        <span className={classes.clipTag}>
          {state === 'missing' ? t('walls.tile.noRecording') : t('walls.tile.recorded', { time: formatDateTime(atMs) })}
        </span>
      </span>
    </Frame>
  );
}
