import type { CameraRepository } from '../cameras/camera.repository.ts';
import { registerCityMapRoutes } from '../city-map/city-map.routes.ts';
import { createCityMapService } from '../city-map/city-map.service.ts';
import { createMapFileStore } from '../city-map/map-files.ts';
import type { ApiContext } from './api-context.ts';
import type { ApiServer } from './api-server.ts';

/** Wires the map, the care of cameras and the reports of citizens. */
export function createCityFeatures(context: ApiContext, deps: { cameras: CameraRepository }) {
  const { clock } = context;
  const files = createMapFileStore(context.city?.mapDir ?? null);
  const cityMap = createCityMapService({ cameras: deps.cameras, files, clock });
  return {
    register(api: ApiServer): void {
      registerCityMapRoutes(api, cityMap);
    },
  };
}
