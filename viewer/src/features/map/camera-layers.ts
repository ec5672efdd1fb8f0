import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { CameraFeature } from '../../api/api.ts';
import { type LngLat, viewCone } from './geo.ts';
import { STATE_COLOURS } from './map-images.ts';

export const SOURCES = {
  points: 'camera-points',
  cones: 'camera-cones',
  selection: 'camera-selection',
  draft: 'camera-draft',
} as const;

/** As a source takes it; not an address. */
type Collection = Extract<Parameters<GeoJSONSource['setData']>[0], { type: 'FeatureCollection' }>;

const EMPTY: Collection = { type: 'FeatureCollection', features: [] };
/** Cameras stand apart from here on. */
const NO_CLUSTERS_FROM = 15;
const colourOf: ExpressionSpecification = [
  'match',
  ['get', 'state'],
  'live',
  STATE_COLOURS.live,
  'stale',
  STATE_COLOURS.stale,
  'offline',
  STATE_COLOURS.offline,
  'connecting',
  STATE_COLOURS.connecting,
  STATE_COLOURS.disabled,
];

function placeOf({ geometry }: CameraFeature): LngLat {
  const [longitude = 0, latitude = 0] = geometry.coordinates;
  return [longitude, latitude];
}

export function pointsOf(features: readonly CameraFeature[]): Collection {
  return {
    type: 'FeatureCollection',
    features: features.map((feature) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [...feature.geometry.coordinates] },
      properties: { id: feature.id, name: feature.properties.name, state: feature.properties.state },
    })),
  };
}

/** A camera of which nobody said how it looks has no cone. */
export function conesOf(features: readonly CameraFeature[]): Collection {
  return {
    type: 'FeatureCollection',
    features: features.flatMap((feature) => {
      const { bearingDeg, viewDeg, viewM, state } = feature.properties;
      if (bearingDeg === null || viewDeg === null || viewM === null) return [];
      const ring = viewCone(placeOf(feature), { bearingDeg, viewDeg, viewM }).map(([x, y]) => [x, y]);
      return [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] }, properties: { state } }];
    }),
  };
}

/** What the camera would see that is being placed. */
export function draftCone(
  draft: { at: LngLat; bearingDeg: number; viewDeg: number; viewM: number } | null,
): Collection {
  if (draft === null) return EMPTY;
  const ring = viewCone(draft.at, draft).map(([x, y]) => [x, y]);
  const geometry = { type: 'Polygon' as const, coordinates: [ring] };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: {} }] };
}

const sources: Record<string, SourceSpecification> = {
  [SOURCES.cones]: { type: 'geojson', data: EMPTY },
  [SOURCES.draft]: { type: 'geojson', data: EMPTY },
  [SOURCES.selection]: { type: 'geojson', data: EMPTY },
  [SOURCES.points]: {
    type: 'geojson',
    data: EMPTY,
    cluster: true,
    clusterRadius: 44,
    clusterMaxZoom: NO_CLUSTERS_FROM - 1,
    clusterProperties: { lost: ['+', ['match', ['get', 'state'], ['offline', 'stale'], 1, 0]] },
  },
};

const layers: LayerSpecification[] = [
  {
    id: 'cones',
    type: 'fill',
    source: SOURCES.cones,
    minzoom: NO_CLUSTERS_FROM - 1,
    paint: { 'fill-color': colourOf, 'fill-opacity': 0.2 },
  },
  {
    id: 'cone-edges',
    type: 'line',
    source: SOURCES.cones,
    minzoom: NO_CLUSTERS_FROM - 1,
    paint: { 'line-color': colourOf, 'line-width': 1, 'line-opacity': 0.7 },
  },
  {
    id: 'draft',
    type: 'fill',
    source: SOURCES.draft,
    paint: { 'fill-color': '#fbbf24', 'fill-opacity': 0.35, 'fill-outline-color': '#fbbf24' },
  },
  {
    id: 'selection',
    type: 'circle',
    source: SOURCES.selection,
    paint: {
      'circle-radius': 15,
      'circle-color': 'rgba(56, 176, 243, 0.25)',
      'circle-stroke-color': '#5fc2f7',
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'clusters',
    type: 'symbol',
    source: SOURCES.points,
    filter: ['has', 'point_count'],
    layout: {
      'icon-image': ['concat', 'cluster:', ['get', 'point_count_abbreviated'], ':', ['min', 1, ['get', 'lost']]],
      'icon-allow-overlap': true,
    },
  },
  {
    id: 'labels',
    type: 'symbol',
    source: SOURCES.points,
    minzoom: NO_CLUSTERS_FROM,
    filter: ['!', ['has', 'point_count']],
    layout: { 'icon-image': ['concat', 'label:', ['get', 'name']], 'icon-anchor': 'top', 'icon-offset': [0, 17] },
  },
  {
    id: 'cameras',
    type: 'symbol',
    source: SOURCES.points,
    filter: ['!', ['has', 'point_count']],
    layout: { 'icon-image': ['concat', 'state:', ['get', 'state']], 'icon-allow-overlap': true },
  },
];

/** What is drawn of cameras, over whatever the ground is. */
export const cameraLayers = { sources, layers };
