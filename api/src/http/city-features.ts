import { storeObject } from '@thapcanh/infra/objects/object-ledger.repository';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { createCameraHealthRepository } from '../camera-health/camera-health.repository.ts';
import { registerCameraHealthRoutes } from '../camera-health/camera-health.routes.ts';
import { createCameraHealthService } from '../camera-health/camera-health.service.ts';
import type { CameraRepository } from '../cameras/camera.repository.ts';
import { registerCityMapRoutes } from '../city-map/city-map.routes.ts';
import { createCityMapService } from '../city-map/city-map.service.ts';
import { createMapFileStore } from '../city-map/map-files.ts';
import type { IncidentService } from '../incidents/incident.service.ts';
import { createReportRepository } from '../reports/report.repository.ts';
import { registerReportRoutes } from '../reports/report.routes.ts';
import { createReportService } from '../reports/report.service.ts';
import { createReportIntakeRepository } from '../reports/report-intake.repository.ts';
import { registerReportIntakeRoutes } from '../reports/report-intake.routes.ts';
import { createReportIntakeService } from '../reports/report-intake.service.ts';
import type { ApiContext } from './api-context.ts';
import type { ApiServer } from './api-server.ts';

const REPORTS_PER_HOUR = 10;

/** Wires the map, the care of cameras and the reports of citizens. */
export function createCityFeatures(
  context: ApiContext,
  deps: { cameras: CameraRepository; incidents: Pick<IncidentService, 'create'>; audit: AuditRecorder },
) {
  const { db, clock, objects, secrets } = context;
  const city = context.city ?? null;
  const files = createMapFileStore(city?.mapDir ?? null);
  const cityMap = createCityMapService({ cameras: deps.cameras, files, clock });
  const health = createCameraHealthService({
    health: createCameraHealthRepository(db),
    ...{ publish: context.publish, clock },
  });
  const storePhoto = async (key: string, jpeg: Buffer): Promise<void> => {
    await storeObject(objects, db, key, jpeg, 'image/jpeg');
  };
  const intake = createReportIntakeService({
    reports: createReportIntakeRepository(db),
    ...{ storePhoto, objects, secrets, clock, city },
  });
  const { incidents, audit } = deps;
  const reports = createReportService({
    reports: createReportRepository(db),
    ...{ incidents, audit, storePhoto, objects, secrets, clock },
  });
  return {
    register(api: ApiServer): void {
      registerCityMapRoutes(api, cityMap);
      registerCameraHealthRoutes(api, health);
      registerReportIntakeRoutes(api, intake, { reportsPerHour: context.reportsPerHour ?? REPORTS_PER_HOUR });
      registerReportRoutes(api, reports);
    },
  };
}
