import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraFeature, MapFile } from '../../api/api.ts';
import type { LngLat } from './geo.ts';
import { MapView } from './map-view.ts';

interface CityMapProps {
  readonly files: readonly MapFile[];
  readonly features: readonly CameraFeature[];
  readonly selected: ReadonlySet<string>;
  readonly onPick: (cameraId: string | null, at: LngLat) => void;
  /** Holds the map while it is there. */
  readonly viewRef: RefObject<MapView | null>;
  readonly onReady: (view: MapView) => void;
}

/** The map itself; everything beside it is its parents'. */
export function CityMap({ files, features, selected, onPick, viewRef, onReady }: CityMapProps) {
  const { t } = useTranslation();
  const containerRef = useRef<HTMLDivElement | null>(null);
  const handlers = useRef({ onPick, onReady });
  handlers.current = { onPick, onReady };
  const [readyView, setReadyView] = useState<MapView | null>(null);

  useEffect(() => {
    const container = containerRef.current;
    if (container === null) return;
    const view: MapView = new MapView(container, files, {
      onPick: (id, at) => handlers.current.onPick(id, at),
      onReady: () => {
        setReadyView(view);
        handlers.current.onReady(view);
      },
    });
    viewRef.current = view;
    return () => {
      viewRef.current = null;
      setReadyView(null);
      view.close();
    };
  }, [files, viewRef]);

  useEffect(() => readyView?.setCameras(features), [readyView, features]);
  useEffect(() => readyView?.setSelected(selected), [readyView, selected]);

  return (
    <section
      ref={containerRef}
      aria-label={t('map.title')}
      data-map={readyView === null ? 'loading' : 'ready'}
      style={{ position: 'absolute', inset: 0 }}
    />
  );
}
