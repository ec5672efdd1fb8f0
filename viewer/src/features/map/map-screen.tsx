import { Alert, Box, Skeleton } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CameraFeature } from '../../api/api.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { CameraCard } from './camera-card.tsx';
import { CityMap } from './city-map.tsx';
import { isInRing, type LngLat, parsePlace, wayBetween } from './geo.ts';
import { LassoOverlay } from './lasso-overlay.tsx';
import classes from './map.module.css';
import { useCamera, useCameraFeatures, useMapFiles, useNearest } from './map.queries.ts';
import type { MapState } from './map-images.ts';
import { MapLegend } from './map-legend.tsx';
import { MapSide } from './map-side.tsx';
import { type MapTool, MapTools } from './map-tools.tsx';
import { hasWebGl, lngLatOf, type MapView } from './map-view.ts';
import { PlaceEditor } from './place-editor.tsx';

const NEAREST = 9;
const NONE: readonly CameraFeature[] = [];

const placeOf = ({ geometry }: CameraFeature): LngLat => lngLatOf(geometry.coordinates);

/** The city's cameras on a map: look at one, choose several for a wall, put one in its place. */
export function MapScreen() {
  const { t } = useTranslation();
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const cameras = useCameraFeatures();
  const files = useMapFiles(false);
  const features = cameras.data ?? NONE;
  const viewRef = useRef<MapView | null>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [tool, setTool] = useState<MapTool>('look');
  const [drawn, setDrawn] = useState<readonly string[]>([]);
  const [placing, setPlacing] = useState<string | null>(null);
  const isDrawable = useMemo(hasWebGl, []);
  const placed = useCamera(placing);

  const picked = params.get('camera');
  const nearText = params.get('near');
  const near = parsePlace(nearText);
  const count = Math.min(25, Math.max(1, Number(params.get('count')) || NEAREST));
  const nearest = useNearest(near === null ? null : nearText, count);
  const isNear = near !== null;
  const chosen = useMemo(
    () => (isNear ? (nearest.data ?? []).map(({ id }) => id) : drawn),
    [isNear, nearest.data, drawn],
  );
  const selected = useMemo(() => new Set(picked === null ? chosen : [...chosen, picked]), [chosen, picked]);

  // An incident opens the map by its place: the view goes there with the cameras around it.
  useEffect(() => {
    const place = parsePlace(nearText);
    if (view === null || place === null || nearest.data === undefined) return;
    const around = nearest.data.flatMap(({ latitude, longitude }): LngLat[] =>
      latitude === null || longitude === null ? [] : [[longitude, latitude]],
    );
    view.show([place, ...around]);
    view.setMark(place);
    return () => view.setMark(null);
  }, [view, nearText, nearest.data]);

  const look = (wanted: Record<string, string>) => setParams(wanted, { replace: true });
  const pick = (id: string | null) => {
    if (id !== null) look({ camera: id });
    else if (tool === 'near') return;
    else if (drawn.length === 0) look({});
  };
  const choose = (ring: readonly LngLat[]) => {
    const inside = features.filter((feature) => isInRing(placeOf(feature), ring));
    const middle: LngLat = [
      ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
      ring.reduce((sum, [, y]) => sum + y, 0) / ring.length,
    ];
    const distance = (feature: CameraFeature): number => wayBetween(middle, placeOf(feature)).metres;
    setDrawn(inside.sort((a, b) => distance(a) - distance(b)).map(({ id }) => id));
    setTool('look');
    look({});
  };
  const go = (id: string) => {
    look({ camera: id });
    const feature = features.find((one) => one.id === id);
    if (feature !== undefined) view?.show([placeOf(feature)]);
  };
  const counts = useMemo(() => {
    const sums = new Map<MapState, number>();
    for (const { properties } of features) sums.set(properties.state, (sums.get(properties.state) ?? 0) + 1);
    return sums;
  }, [features]);

  if (cameras.isError && cameras.data === undefined) {
    return <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />;
  }
  return (
    <div className={classes.page}>
      <MapSide
        features={features}
        isLoading={cameras.isPending}
        picked={picked}
        chosen={chosen}
        near={near}
        mayPlace={mayDo(session.data, 'camera.manage')}
        onGo={go}
        onPlace={setPlacing}
        onClear={() => {
          setDrawn([]);
          look({});
        }}
      />
      <Box className={classes.map}>
        {!isDrawable && (
          <Alert color="yellow" variant="light" m="md" title={t('map.noWebGl')} role="alert">
            {t('map.noWebGlHint')}
          </Alert>
        )}
        {isDrawable && files.data === undefined && files.isPending && <Skeleton h="100%" />}
        {isDrawable && (files.data !== undefined || files.isError) && (
          <CityMap
            files={files.data ?? []}
            features={features}
            selected={selected}
            viewRef={viewRef}
            onPick={(id, at) => {
              if (tool === 'near' && id === null) {
                look({ near: `${at[1].toFixed(6)},${at[0].toFixed(6)}`, count: String(NEAREST) });
                setTool('look');
              } else pick(id);
            }}
            onReady={setView}
          />
        )}
        {(tool === 'rectangle' || tool === 'freehand') && view !== null && (
          <LassoOverlay shape={tool} onDrawn={(ring) => choose(view.placesOf(ring))} />
        )}
        {view !== null && (
          <div className={classes.tools}>
            <MapTools tool={tool} onTool={setTool} onView={() => choose(view.viewRing())} />
          </div>
        )}
        <div className={classes.legend}>
          <MapLegend counts={counts} />
        </div>
        {picked !== null && placing === null && (
          <div className={classes.card}>
            <CameraCard
              cameraId={picked}
              mayPlace={view !== null && mayDo(session.data, 'camera.manage')}
              onPlace={() => setPlacing(picked)}
              onNear={(text) => look({ near: text, count: String(NEAREST) })}
              onClose={() => look({})}
            />
          </div>
        )}
        {placing !== null && view !== null && placed.data !== undefined && (
          <div className={classes.card}>
            <PlaceEditor key={placing} camera={placed.data} view={view} onClose={() => setPlacing(null)} />
          </div>
        )}
      </Box>
    </div>
  );
}
