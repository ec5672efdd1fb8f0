import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Point = readonly [number, number];

interface LassoOverlayProps {
  readonly shape: 'rectangle' | 'freehand';
  /** The ring that was drawn, in pixels of the map; called once when the pointer is let go. */
  readonly onDrawn: (ring: readonly Point[]) => void;
}

const SMALLEST_STEP_PX = 3;

/** Lies over the map and takes a drawn rectangle or line. */
export function LassoOverlay({ shape, onDrawn }: LassoOverlayProps) {
  const { t } = useTranslation();
  const [points, setPoints] = useState<readonly Point[]>([]);
  const at = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent): Point => [offsetX, offsetY];
  const first = points[0];
  const last = points.at(-1);
  const ring =
    shape === 'freehand' || first === undefined || last === undefined
      ? points
      : ([first, [last[0], first[1]], last, [first[0], last[1]]] as const);

  return (
    <svg
      role="img"
      aria-label={t('map.lassoHint')}
      style={{
        position: 'absolute',
        inset: 0,
        width: '100%',
        height: '100%',
        cursor: 'crosshair',
        touchAction: 'none',
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setPoints([at(event)]);
      }}
      onPointerMove={(event) => {
        const next = at(event);
        if (last === undefined) return;
        if (Math.hypot(next[0] - last[0], next[1] - last[1]) < SMALLEST_STEP_PX) return;
        setPoints(shape === 'freehand' ? [...points, next] : [points[0] ?? next, next]);
      }}
      onPointerUp={() => {
        if (ring.length >= 3) onDrawn(ring);
        setPoints([]);
      }}
      onPointerCancel={() => setPoints([])}
    >
      {ring.length > 1 && (
        <polygon
          points={ring.map(([x, y]) => `${x},${y}`).join(' ')}
          fill="rgba(56, 176, 243, 0.18)"
          stroke="#5fc2f7"
          strokeWidth={2}
          strokeDasharray="6 4"
          pointerEvents="none"
        />
      )}
    </svg>
  );
}
