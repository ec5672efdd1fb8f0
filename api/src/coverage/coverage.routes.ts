import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { CameraParams, problems } from '../http/common.schema.ts';
import { CameraCoverage, CoverageQuery, DayCoverage, DayQuery } from './coverage.schema.ts';
import type { CoverageService } from './coverage.service.ts';

export function registerCoverageRoutes(app: ApiServer, coverage: CoverageService): void {
  app.route({
    method: 'GET',
    url: '/cameras/:id/coverage',
    config: { access: 'coverage.view' },
    schema: {
      operationId: 'getCameraCoverage',
      summary: 'Thời gian đã ghi và thiếu của một camera / recorded and missing time of a camera (at most 31 days)',
      tags: ['coverage'],
      params: CameraParams,
      querystring: CoverageQuery,
      response: { 200: CameraCoverage, ...problems },
    },
    handler: (request) => coverage.camera(request.auth, cameraIdOf(request.params.id), request.query),
  });

  app.route({
    method: 'GET',
    url: '/coverage',
    config: { access: 'coverage.view' },
    schema: {
      operationId: 'getDayCoverage',
      summary: 'Độ đầy đủ bản ghi của các camera trong một ngày / completeness of recordings of a day in Viet Nam',
      tags: ['coverage'],
      querystring: DayQuery,
      response: { 200: DayCoverage, ...problems },
    },
    handler: (request) => coverage.day(request.auth, request.query),
  });
}
