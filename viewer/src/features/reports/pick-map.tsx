import { Alert } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraFeature } from '../../api/api.ts';
import { CityMap } from '../map/city-map.tsx';
import type { LngLat } from '../map/geo.ts';
import { useMapFiles } from '../map/map.queries.ts';
import { hasWebGl, type MapView } from '../map/map-view.ts';

const NO_CAMERAS: readonly CameraFeature[] = [];
const NOTHING: ReadonlySet<string> = new Set();

interface PickMapProps {
  readonly place: LngLat | null;
  readonly centre: LngLat | null;
  readonly onPlace: (place: LngLat) => void;
}

/** A map of what the city shows to everybody, to press a place on. */
export function PickMap({ place, centre, onPlace }: PickMapProps) {
  const { t } = useTranslation();
  const files = useMapFiles(true);
  const viewRef = useRef<MapView | null>(null);
  const [view, setView] = useState<MapView | null>(null);
  const isDrawable = useMemo(hasWebGl, []);
  useEffect(() => {
    if (view !== null && centre !== null) view.look(centre);
  }, [view, centre]);
  useEffect(() => {
    view?.setMark(place);
    if (place !== null) view?.bring(place);
  }, [view, place]);
  if (!isDrawable) {
    return (
      <Alert color="yellow" variant="light" title={t('map.noWebGl')}>
        {t('report.placeHint')}
      </Alert>
    );
  }
  if (files.isPending) return null;
  return (
    <CityMap
      files={files.data ?? []}
      features={NO_CAMERAS}
      selected={NOTHING}
      viewRef={viewRef}
      onPick={(_, at) => onPlace(at)}
      onReady={setView}
    />
  );
}
