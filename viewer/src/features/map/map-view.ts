import 'maplibre-gl/dist/maplibre-gl.css';
import {
  addProtocol,
  type GeoJSONSource,
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { PMTiles, Protocol, TileType } from 'pmtiles';
import type { CameraFeature, MapFile } from '../../api/api.ts';
import { baseStyle, mapFileUrl, type TileFacts } from './base-style.ts';
import { cameraLayers, conesOf, draftCone, pointsOf, SOURCES } from './camera-layers.ts';
import { boxAround, type LngLat } from './geo.ts';
import { mapImage } from './map-images.ts';

setWorkerUrl(workerUrl);
const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

/** Where the map begins when nothing is known: Việt Nam. */
const VIETNAM: [LngLat, LngLat] = [
  [102.1, 8.2],
  [109.6, 23.4],
];
const CLOSE_ZOOM = 16.5;
const CITY_ZOOM = 12.5;
const PICK_PX = 14;

export interface MapHandlers {
  readonly onReady: () => void;
  /** A camera was clicked; null: the ground was, there. */
  readonly onPick: (cameraId: string | null, at: LngLat) => void;
}

/** Whether this browser can draw a map at all. */
export function hasWebGl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

async function tileFacts(files: readonly MapFile[]): Promise<ReadonlyMap<string, TileFacts>> {
  const facts = new Map<string, TileFacts>();
  for (const one of files.filter(({ file }) => file.endsWith('.pmtiles'))) {
    const archive = new PMTiles(mapFileUrl(one));
    protocol.add(archive);
    const header = await archive.getHeader();
    const isVector = header.tileType === TileType.Mvt;
    facts.set(one.file, { isVector, layers: isVector ? vectorLayers(await archive.getMetadata()) : [] });
  }
  return facts;
}

function vectorLayers(metadata: unknown): string[] {
  const layers: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'vector_layers') : null;
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: unknown) => {
    const id: unknown = typeof layer === 'object' && layer !== null ? Reflect.get(layer, 'id') : null;
    return typeof id === 'string' ? [id] : [];
  });
}

/** A map in an element: ground, cameras, what is chosen. It asks nothing but this server. `close` frees the element. */
export class MapView {
  readonly #map: MapLibre;
  readonly #handlers: MapHandlers;
  #features: readonly CameraFeature[] = [];
  #mark: Marker | null = null;
  #isReady = false;
  #isPlaced = false;
  #isClosed = false;

  constructor(container: HTMLElement, files: readonly MapFile[], handlers: MapHandlers) {
    this.#handlers = handlers;
    const map = new MapLibre({
      container,
      style: baseStyle(files, new Map()),
      bounds: [...VIETNAM] as [[number, number], [number, number]],
      attributionControl: false,
      fadeDuration: 0,
      maxZoom: 20,
      dragRotate: false,
      pitchWithRotate: false,
    });
    this.#map = map;
    map.touchZoomRotate.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), 'top-left');
    map.addControl(new ScaleControl({}), 'bottom-left');
    map.setMissingStyleImageResolver((id) => {
      const image = mapImage(id);
      if (image !== null && !map.hasImage(id)) map.addImage(id, image.data, { pixelRatio: image.pixelRatio });
    });
    map.on('click', ({ point, lngLat }) => void this.#click(point.x, point.y, [lngLat.lng, lngLat.lat]));
    map.on('load', () => void this.#start(files));
  }

  /** For what is drawn beside the map: markers. */
  get engine(): MapLibre {
    return this.#map;
  }

  get centre(): LngLat {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  /** Draws these cameras; the first time the map goes to where they are. */
  setCameras(features: readonly CameraFeature[]): void {
    this.#features = features;
    if (!this.#isReady) return;
    this.#source(SOURCES.points)?.setData(pointsOf(features));
    this.#source(SOURCES.cones)?.setData(conesOf(features));
    if (this.#isPlaced || features.length === 0) return;
    this.#isPlaced = true;
    this.show(
      features.map(({ geometry }) => lngLatOf(geometry.coordinates)),
      { isInstant: true },
    );
  }

  setSelected(ids: ReadonlySet<string>): void {
    this.#source(SOURCES.selection)?.setData(pointsOf(this.#features.filter(({ id }) => ids.has(id))));
  }

  /** What a camera would see that is being placed; null: none is. */
  setDraft(draft: { at: LngLat; bearingDeg: number; viewDeg: number; viewM: number } | null): void {
    this.#source(SOURCES.draft)?.setData(draftCone(draft));
  }

  /** A pin at a place that is asked about; null: none. */
  setMark(at: LngLat | null): void {
    this.#mark?.remove();
    this.#mark =
      at === null || this.#isClosed ? null : new Marker({ color: '#f06595' }).setLngLat([...at]).addTo(this.#map);
  }

  /** Begins around this place, with the streets of a city in view. */
  look([lng, lat]: LngLat): void {
    this.#isPlaced = true;
    this.#map.jumpTo({ center: [lng, lat], zoom: CITY_ZOOM });
  }

  /** Moves only when the place is out of view. */
  bring([lng, lat]: LngLat): void {
    if (!this.#map.getBounds().contains([lng, lat])) this.#map.jumpTo({ center: [lng, lat], zoom: CLOSE_ZOOM });
  }

  /** Moves so that all places are in view. */
  show(places: readonly LngLat[], options: { isInstant?: boolean } = {}): void {
    const box = boxAround(places);
    if (box === null) return;
    this.#isPlaced = true;
    const [[west, south], [east, north]] = box;
    this.#map.fitBounds(
      [
        [west, south],
        [east, north],
      ],
      { padding: 70, maxZoom: CLOSE_ZOOM, duration: options.isInstant === true ? 0 : 600 },
    );
  }

  /** Places of pixels of the element. */
  placesOf(points: readonly (readonly [number, number])[]): LngLat[] {
    return points.map(([x, y]) => {
      const { lng, lat } = this.#map.unproject([x, y]);
      return [lng, lat];
    });
  }

  /** The ring of what is in view. */
  viewRing(): LngLat[] {
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    return this.placesOf([
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ]);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#map.remove();
  }

  async #start(files: readonly MapFile[]): Promise<void> {
    if (files.some(({ file }) => file.endsWith('.pmtiles'))) {
      // A broken archive leaves the map without it, not the page without a map.
      const facts = await tileFacts(files).catch(() => new Map<string, TileFacts>());
      if (this.#isClosed) return;
      this.#map.setStyle(baseStyle(files, facts), { diff: true });
      await this.#map.once('idle');
      if (this.#isClosed) return;
    }
    for (const [id, source] of Object.entries(cameraLayers.sources)) this.#map.addSource(id, source);
    for (const layer of cameraLayers.layers) this.#map.addLayer(layer);
    this.#isReady = true;
    this.setCameras(this.#features);
    this.#handlers.onReady();
  }

  async #click(x: number, y: number, at: LngLat): Promise<void> {
    if (!this.#isReady) return;
    const box: [[number, number], [number, number]] = [
      [x - PICK_PX, y - PICK_PX],
      [x + PICK_PX, y + PICK_PX],
    ];
    const [hit] = this.#map.queryRenderedFeatures(box, { layers: ['cameras', 'clusters'] });
    const clusterId: unknown = hit?.properties.cluster_id;
    if (hit !== undefined && typeof clusterId === 'number' && hit.geometry.type === 'Point') {
      const zoom = await this.#source(SOURCES.points)?.getClusterExpansionZoom(clusterId);
      const [lng = 0, lat = 0] = hit.geometry.coordinates;
      if (!this.#isClosed && zoom !== undefined) this.#map.easeTo({ center: [lng, lat], zoom: Math.min(zoom, 18) });
      return;
    }
    const id: unknown = hit?.properties.id;
    this.#handlers.onPick(typeof id === 'string' ? id : null, at);
  }

  #source(id: string): GeoJSONSource | undefined {
    return this.#isClosed || !this.#isReady ? undefined : this.#map.getSource<GeoJSONSource>(id);
  }
}

export function lngLatOf([longitude = 0, latitude = 0]: readonly number[]): LngLat {
  return [longitude, latitude];
}
