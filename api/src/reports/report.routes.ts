import type { ApiServer } from '../http/api-server.ts';
import { binary, problems, UuidParams } from '../http/common.schema.ts';
import { acceptPhotos, photoErrors } from './photo-body.ts';
import { Report, ReportPage, ReportQuery, ReportStep } from './report.schema.ts';
import type { ReportService } from './report.service.ts';
import { MAX_PHOTO_BYTES } from './report-photo.ts';

export function registerReportRoutes(app: ApiServer, reports: ReportService): void {
  app.route({
    method: 'GET',
    url: '/reports',
    config: { access: 'report.view' },
    schema: {
      operationId: 'listReports',
      summary: 'Phản ánh của người dân / reports of citizens, newest first',
      tags: ['reports'],
      querystring: ReportQuery,
      response: { 200: ReportPage, ...problems },
    },
    handler: (request) => reports.list(request.auth, request.query),
  });

  app.route({
    method: 'GET',
    url: '/reports/:id',
    config: { access: 'report.view' },
    schema: {
      operationId: 'getReport',
      summary: 'Một phản ánh / one report',
      tags: ['reports'],
      params: UuidParams,
      response: { 200: Report, ...problems },
    },
    handler: (request) => reports.get(request.auth, request.params.id),
  });

  app.route({
    method: 'POST',
    url: '/reports/:id/steps',
    config: { access: 'report.handle' },
    schema: {
      operationId: 'moveReport',
      summary: 'Chuyển bước phản ánh / take a report to its next state',
      tags: ['reports'],
      params: UuidParams,
      body: ReportStep,
      response: { 200: Report, ...problems },
    },
    handler: (request) => reports.step(request.auth, request.params.id, request.body),
  });

  app.route({
    method: 'POST',
    url: '/reports/:id/incident',
    config: { access: 'report.handle' },
    schema: {
      operationId: 'makeIncidentOfReport',
      summary: 'Tạo vụ việc từ phản ánh / make an incident of a report',
      tags: ['reports'],
      params: UuidParams,
      response: { 200: Report, ...problems },
    },
    handler: (request) => reports.toIncident(request.auth, request.params.id),
  });

  for (const kind of ['photo', 'result'] as const) {
    app.route({
      method: 'GET',
      url: `/reports/:id/${kind}`,
      config: { access: 'report.view' },
      schema: {
        operationId: kind === 'photo' ? 'getReportPhoto' : 'getReportResultPhoto',
        summary: kind === 'photo' ? 'Ảnh của người dân / photo of the citizen' : 'Ảnh kết quả / photo of the result',
        tags: ['reports'],
        params: UuidParams,
        response: { 200: binary('image/jpeg', 'the photo'), ...problems },
      },
      handler: async (request, reply) =>
        reply
          .type('image/jpeg')
          .header('cache-control', 'no-store')
          .send(await reports.photo(request.auth, request.params.id, kind)),
    });
  }

  app.register(async (scope) => {
    acceptPhotos(scope);
    scope.route<{ Params: { id: string } }>({
      method: 'PUT',
      url: '/reports/:id/result',
      config: { access: 'report.handle' },
      bodyLimit: MAX_PHOTO_BYTES,
      errorHandler: photoErrors,
      schema: {
        operationId: 'setReportResultPhoto',
        summary: 'Đặt ảnh kết quả / set the photo of the result',
        tags: ['reports'],
        params: UuidParams,
        response: { 200: Report, ...problems },
      },
      handler: (request) =>
        reports.setResult(
          request.auth,
          request.params.id,
          Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        ),
    });
  });
}
