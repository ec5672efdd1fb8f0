import { useRef } from 'react';
import { CityMap } from '../map/city-map.tsx';
import { useCameraFeatures, useMapFiles } from '../map/map.queries.ts';
import type { MapView } from '../map/map-view.ts';
import classes from './content-tile.module.css';

const NONE: ReadonlySet<string> = new Set();

/** The city with its cameras, as far as this screen may see them. */
export function MapTile({ number }: { readonly number?: number }) {
  const viewRef = useRef<MapView | null>(null);
  const files = useMapFiles(false);
  const features = useCameraFeatures();
  return (
    <div className={classes.layers}>
      {files.data !== undefined && features.data !== undefined && (
        <CityMap
          files={files.data}
          features={features.data}
          selected={NONE}
          viewRef={viewRef}
          onPick={() => undefined}
          onReady={() => undefined}
        />
      )}
      {number !== undefined && <span className={classes.number}>{number}</span>}
    </div>
  );
}
