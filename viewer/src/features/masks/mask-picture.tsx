import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_MASKS, maskBetween, movedMask, type PicturePoint, resizedMask } from './mask-drawing.ts';
import classes from './mask-picture.module.css';

/** What one press of an arrow key moves, in shares of a side. */
const STEP = 0.01;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

interface MaskPictureProps {
  readonly source: string;
  /** Width by height; a picture of unknown size is taken for 16:9. */
  readonly aspect: number;
  readonly masks: readonly PictureShare[];
  readonly onChange: (masks: readonly PictureShare[]) => void;
  readonly onBroken: () => void;
}

/** What the pointer holds: a new rectangle from its first corner, or one that moves. */
type Held =
  | { readonly kind: 'new'; readonly from: PicturePoint; readonly to: PicturePoint }
  | { readonly kind: 'move'; readonly index: number; readonly last: PicturePoint };

const placeOf = ({ x, y, width, height }: PictureShare) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});

/** The camera's newest still with its masks: drawn and moved by the pointer, moved, resized and removed by keys. */
export function MaskPicture({ source, aspect, masks, onChange, onBroken }: MaskPictureProps) {
  const { t } = useTranslation();
  const pictureRef = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Held | null>(null);
  const drawn = held?.kind === 'new' ? maskBetween(held.from, held.to) : null;

  const pointOf = (event: PointerEvent): PicturePoint => {
    const box = pictureRef.current?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const replace = (index: number, mask: PictureShare) =>
    onChange(masks.map((before, at) => (at === index ? mask : before)));

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const point = pointOf(event);
    const index = Number((event.target as HTMLElement).dataset.mask ?? Number.NaN);
    if (Number.isNaN(index) && masks.length >= MOST_MASKS) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setHeld(Number.isNaN(index) ? { kind: 'new', from: point, to: point } : { kind: 'move', index, last: point });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (held === null) return;
    const point = pointOf(event);
    if (held.kind === 'new') {
      setHeld({ ...held, to: point });
      return;
    }
    const mask = masks[held.index];
    if (mask !== undefined) replace(held.index, movedMask(mask, point.x - held.last.x, point.y - held.last.y));
    setHeld({ ...held, last: point });
  };
  const onPointerUp = () => {
    if (drawn !== null) onChange([...masks, drawn]);
    setHeld(null);
  };
  const onKeyDown = (event: KeyboardEvent, index: number, mask: PictureShare) => {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      replace(index, event.shiftKey ? resizedMask(mask, ...arrow) : movedMask(mask, ...arrow));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      onChange(masks.filter((_, at) => at !== index));
    }
  };

  return (
    <div
      ref={pictureRef}
      className={classes.picture}
      style={{ aspectRatio: aspect }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setHeld(null)}
    >
      <img src={source} alt={t('masks.still')} draggable={false} onError={onBroken} />
      {masks.map((mask, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: masks have no other name, and a focused one must stay the same element while it moves
          key={index}
          type="button"
          className={classes.mask}
          data-mask={index}
          style={placeOf(mask)}
          aria-label={t('masks.one', { number: index + 1 })}
          onKeyDown={(event) => onKeyDown(event, index, mask)}
        >
          {index + 1}
        </button>
      ))}
      {drawn !== null && <div className={classes.mask} data-drawn style={placeOf(drawn)} />}
    </div>
  );
}
