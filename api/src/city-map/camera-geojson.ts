import type { CameraWithStatus } from '../cameras/camera.repository.ts';
import { cameraStateOf } from '../cameras/camera-view.ts';
import type { CameraFeature } from './city-map.schema.ts';

/** A camera as a feature; null while nobody said where it stands. */
export function cameraFeature(found: CameraWithStatus, nowMs: number): CameraFeature | null {
  const { camera, status } = found;
  if (camera.latitude === null || camera.longitude === null) return null;
  return {
    type: 'Feature',
    id: camera.id,
    geometry: { type: 'Point', coordinates: [camera.longitude, camera.latitude] },
    properties: {
      id: camera.id,
      name: camera.name,
      number: camera.number,
      areaId: camera.area_id,
      state: cameraStateOf(camera.is_enabled, status, nowMs),
      hasSubStream: camera.sub_url !== null,
      bearingDeg: camera.bearing_deg,
      viewDeg: camera.view_deg,
      viewM: camera.view_m,
      version: camera.version,
    },
  };
}
