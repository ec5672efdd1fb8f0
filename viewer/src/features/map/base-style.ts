import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { MapFile } from '../../api/api.ts';

const GROUND = '#0a1017';
const WATER = '#10283a';
const LAND = '#111a25';
const GREEN = '#11231d';
const ROAD = '#33475c';
const BORDER = '#4a5f78';
const BUILDING = '#1a2735';

/** What a layer of a map shows, guessed from its name in Vietnamese or English. */
function kindOf(name: string): 'water' | 'road' | 'border' | 'green' | 'building' | 'other' {
  if (/water|river|canal|song|kenh|ho-|nuoc/.test(name)) return 'water';
  if (/road|street|transport|duong|giao-thong/.test(name)) return 'road';
  if (/ward|bound|admin|phuong|xa|ranh/.test(name)) return 'border';
  if (/park|green|landuse|landcover|cay|cong-vien/.test(name)) return 'green';
  if (/build|nha/.test(name)) return 'building';
  return 'other';
}

const FILLS = { water: WATER, road: ROAD, border: LAND, green: GREEN, building: BUILDING, other: LAND } as const;
const LINES = {
  water: '#1d4a68',
  road: ROAD,
  border: BORDER,
  green: '#1c3b2f',
  building: '#22344a',
  other: '#2b3c4f',
} as const;

/** Areas, then lines, then single points of one layer of the city's own map. */
function layersOf(id: string, source: string, name: string, sourceLayer?: string): LayerSpecification[] {
  const kind = kindOf(name);
  const from = { source, ...(sourceLayer === undefined ? {} : { 'source-layer': sourceLayer }) };
  const isDashed = kind === 'border';
  return [
    {
      ...from,
      id: `${id}-fill`,
      type: 'fill',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': FILLS[kind], 'fill-opacity': kind === 'border' ? 0.45 : 0.9 },
    },
    {
      ...from,
      id: `${id}-line`,
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': LINES[kind],
        'line-width': [
          'interpolate',
          ['exponential', 1.5],
          ['zoom'],
          10,
          kind === 'road' ? 0.6 : 0.8,
          18,
          kind === 'road' ? 9 : 1.6,
        ],
        ...(isDashed ? { 'line-dasharray': [3, 2] } : {}),
      },
    },
  ];
}

export interface TileFacts {
  readonly isVector: boolean;
  /** Layers of vector tiles. */
  readonly layers: readonly string[];
}

/** Where the browser reads a map file. */
export function mapFileUrl({ file, isPublic }: MapFile): string {
  const path = isPublic ? '/api/v1/public/map/files/' : '/api/v1/map/files/';
  return `${window.location.origin}${path}${file}`;
}

/** The map under the cameras: plain ground, and the city's own files where there are any. Asks no other host. */
export function baseStyle(files: readonly MapFile[], tiles: ReadonlyMap<string, TileFacts>): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {};
  const layers: LayerSpecification[] = [{ id: 'ground', type: 'background', paint: { 'background-color': GROUND } }];
  const order = ['other', 'green', 'border', 'water', 'building', 'road'];
  const rank = ({ file }: MapFile): number => (file.endsWith('.pmtiles') ? -1 : order.indexOf(kindOf(file)));
  for (const one of [...files].sort((a, b) => rank(a) - rank(b))) {
    const id = `base-${one.file}`;
    if (one.file.endsWith('.geojson')) {
      sources[id] = { type: 'geojson', data: mapFileUrl(one) };
      layers.push(...layersOf(id, id, one.file));
      continue;
    }
    const facts = tiles.get(one.file);
    if (facts === undefined) continue;
    const url = `pmtiles://${mapFileUrl(one)}`;
    if (!facts.isVector) {
      sources[id] = { type: 'raster', url, tileSize: 256 };
      layers.push({
        id,
        type: 'raster',
        source: id,
        paint: { 'raster-saturation': -0.6, 'raster-brightness-max': 0.55 },
      });
      continue;
    }
    sources[id] = { type: 'vector', url };
    const ordered = [...facts.layers].sort((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)));
    for (const name of ordered) layers.push(...layersOf(`${id}-${name}`, id, name, name));
  }
  return { version: 8, sources, layers };
}
