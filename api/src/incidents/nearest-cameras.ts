import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_RADIUS_M = 6_371_000;
const METRES_A_DEGREE = 111_320;

/** Along the ground, over a sphere. */
export function distanceM(a: GeoPoint, b: GeoPoint): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const halfChord =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}

/** Switched-on cameras of the scope with a known place within the distance, the nearest first. */
export async function nearestCameras(
  tx: Kysely<Tables>,
  { place, withinM, limit, scope }: { place: GeoPoint; withinM: number; limit: number; scope: CameraScope },
): Promise<string[]> {
  const marginDegrees = withinM / METRES_A_DEGREE;
  const shrink = Math.max(0.01, Math.cos((place.latitude * Math.PI) / 180));
  const rows = await tx
    .selectFrom('camera')
    .select(['id', 'latitude', 'longitude'])
    .where('is_enabled', '=', true)
    .where('latitude', '>', place.latitude - marginDegrees)
    .where('latitude', '<', place.latitude + marginDegrees)
    .where('longitude', '>', place.longitude - marginDegrees / shrink)
    .where('longitude', '<', place.longitude + marginDegrees / shrink)
    .where(isInScope(scope, 'camera.id'))
    .orderBy(
      sql`(latitude - ${place.latitude}::float8) ^ 2 + ((longitude - ${place.longitude}::float8) * ${shrink}::float8) ^ 2`,
    )
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, latitude, longitude }) =>
    latitude !== null && longitude !== null && distanceM(place, { latitude, longitude }) <= withinM ? [id] : [],
  );
}
