import type { Clock } from '@thapcanh/core/time/clock';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import { parseBoundingBox } from './bounding-box.ts';
import { cameraFeature } from './camera-geojson.ts';
import type { CameraFeatures, CameraFeaturesQuery, MapFiles } from './city-map.schema.ts';
import type { MapFileAnswer, MapFileStore } from './map-files.ts';

export type CityMapService = ReturnType<typeof createCityMapService>;

/** Cameras as GeoJSON, and the city's own map under them. */
export function createCityMapService(deps: { cameras: CameraRepository; files: MapFileStore; clock: Clock }) {
  const { cameras, files, clock } = deps;
  return {
    /** Throws `TC_REQUEST_INVALID` for a box that is none. */
    async cameras(auth: Auth, { bbox, areaId }: CameraFeaturesQuery): Promise<CameraFeatures> {
      const { scope } = requireAccess(auth, 'camera.view');
      const box = bbox === undefined ? null : parseBoundingBox(bbox);
      if (bbox !== undefined && box === null) throw apiError('TC_REQUEST_INVALID', { detail: 'bbox' });
      const nowMs = clock.nowMs();
      const found = await cameras.list({ scope, areaId: areaId ?? null, within: box, isPlaced: true });
      const features = found.flatMap((one) => cameraFeature(one, nowMs) ?? []);
      return { type: 'FeatureCollection', features };
    },

    async listFiles(auth: Auth): Promise<MapFiles> {
      requireAccess(auth, 'camera.view');
      return { items: await files.list({ publicOnly: false }) };
    },

    async openFile(auth: Auth, file: string, range: string | undefined): Promise<MapFileAnswer> {
      requireAccess(auth, 'camera.view');
      return files.open(file, range, { publicOnly: false });
    },

    /** For everybody: what the city put into the public folder. */
    async listPublicFiles(): Promise<MapFiles> {
      return { items: await files.list({ publicOnly: true }) };
    },

    openPublicFile: (file: string, range: string | undefined): Promise<MapFileAnswer> =>
      files.open(file, range, { publicOnly: true }),
  };
}
