import type { FastifyError } from 'fastify';
import type { ApiServer } from '../http/api-server.ts';
import { binary, problems } from '../http/common.schema.ts';
import { MAX_CSV_BYTES, unreadable } from './camera-csv.ts';
import { CameraImportQuery, CameraImportResult } from './camera-import.schema.ts';
import type { CameraImportService } from './camera-import.service.ts';

export function registerCameraImportRoutes(app: ApiServer, imports: CameraImportService): void {
  app.route({
    method: 'GET',
    url: '/cameras/export.csv',
    config: { access: 'camera.manage' },
    schema: {
      operationId: 'exportCameras',
      summary: 'Xuất camera ra CSV, không có mật khẩu / cameras as CSV, without passwords',
      tags: ['cameras'],
      response: { 200: binary('text/csv', 'UTF-8 with a byte order mark, commas'), ...problems },
    },
    handler: async (request, reply) => {
      const csv = await imports.exportCsv(request.auth);
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="cameras.csv"')
        .header('cache-control', 'no-store')
        .send(Buffer.from(csv));
    },
  });

  void app.register(async (scope: ApiServer) => {
    scope.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: MAX_CSV_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({
      method: 'POST',
      url: '/cameras/import',
      config: { access: 'camera.manage' },
      bodyLimit: MAX_CSV_BYTES,
      errorHandler: csvErrors,
      schema: {
        operationId: 'importCameras',
        summary:
          'Nhập camera từ CSV (text/csv) / add cameras from CSV (body: text/csv, UTF-8, at most 5 MB and 2,000 rows)',
        tags: ['cameras'],
        querystring: CameraImportQuery,
        response: { 200: CameraImportResult, ...problems },
      },
      handler: (request) =>
        imports.importCsv(
          request.auth,
          Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          request.query.mode,
        ),
    });
  });
}

/** Says in words about files what is wrong with a body that was not read. */
function csvErrors(error: FastifyError): never {
  if (error.statusCode === 413) throw unreadable('tệp lớn hơn 5 MB', 'it is larger than 5 MB');
  if (error.statusCode === 415) throw unreadable('kiểu tệp không phải text/csv', 'its type is not text/csv');
  throw error;
}
