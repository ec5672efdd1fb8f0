import { sequenceAt } from '@thapcanh/core/walls/wall-content';
import { useEffect, useState } from 'react';
import type { Camera } from '../../api/api.ts';
import { CameraTile } from '../live-wall/camera-tile.tsx';
import classes from './content-tile.module.css';

/** The next camera is connected this long before its turn: its first picture is there when it is shown. */
const CONNECT_AHEAD_MS = 4_000;

interface SequenceTileProps {
  readonly cameras: readonly Camera[];
  readonly dwellS: number;
  readonly clockOffsetMs: number;
  readonly number?: number;
  readonly isSelected?: boolean;
  readonly onSelect?: () => void;
  readonly onOpen?: () => void;
}

/** Cameras in turn, by the server's clock, so that every screen shows the same one. Rests while the pointer is on it. */
export function SequenceTile({ cameras, dwellS, clockOffsetMs, ...tile }: SequenceTileProps) {
  const [isHeld, setHeld] = useState(false);
  const [turn, setTurn] = useState({ index: 0, nextIndex: 0 });
  const ids = cameras.map(({ id }) => id).join(' ');

  useEffect(() => {
    if (isHeld) return;
    const sequence = { cameraIds: ids.split(' '), dwellS };
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const { index, nextIndex, nextInMs } = sequenceAt(sequence, Date.now() + clockOffsetMs);
      const isNear = nextInMs <= CONNECT_AHEAD_MS;
      setTurn((before) => {
        const wanted = isNear ? nextIndex : index;
        return before.index === index && before.nextIndex === wanted ? before : { index, nextIndex: wanted };
      });
      timer = setTimeout(look, Math.max(20, isNear ? nextInMs : nextInMs - CONNECT_AHEAD_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [ids, dwellS, clockOffsetMs, isHeld]);

  const layers = [...new Set([turn.index, turn.nextIndex])].flatMap((index) => {
    const camera = cameras[index];
    return camera === undefined ? [] : [{ index, camera }];
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only holds it still
    <div className={classes.layers} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)}>
      {layers.map(({ index, camera }) => (
        <div key={camera.id} className={classes.layer} data-shown={index === turn.index}>
          <CameraTile camera={camera} isFilling {...tile} />
        </div>
      ))}
      <span className={classes.sequence}>
        {turn.index + 1}/{cameras.length}
      </span>
    </div>
  );
}
