import type { ApiServer } from '../http/api-server.ts';
import { binary, problems } from '../http/common.schema.ts';
import { acceptPhotos, photoErrors } from './photo-body.ts';
import { PublicReport, ReportCreate, ReportForm, ReportReceipt, ReportTokenParams } from './report.schema.ts';
import type { ReportIntakeService } from './report-intake.service.ts';
import { MAX_PHOTO_BYTES } from './report-photo.ts';

const HOUR_MS = 3_600_000;
const LOOKS_A_MINUTE = 60;

/** The only routes that people without a login may write to; each address may only so often. */
export function registerReportIntakeRoutes(
  app: ApiServer,
  intake: ReportIntakeService,
  { reportsPerHour }: { reportsPerHour: number },
): void {
  const looks = { access: 'public' as const, rateLimit: { max: LOOKS_A_MINUTE, timeWindow: 60_000 } };

  app.route({
    method: 'GET',
    url: '/public/report-form',
    config: looks,
    schema: {
      operationId: 'getReportForm',
      summary: 'Mẫu phản ánh hiện trường / what citizens may report',
      tags: ['public'],
      response: { 200: ReportForm, ...problems },
    },
    handler: () => intake.form(),
  });

  app.route({
    method: 'POST',
    url: '/public/reports',
    config: { access: 'public', rateLimit: { max: reportsPerHour, timeWindow: HOUR_MS } },
    schema: {
      operationId: 'sendReport',
      summary: 'Gửi phản ánh hiện trường / send a report',
      tags: ['public'],
      body: ReportCreate,
      response: { 201: ReportReceipt, ...problems },
    },
    handler: async (request, reply) =>
      reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await intake.create(request.body)),
  });

  app.route({
    method: 'GET',
    url: '/public/reports/:token',
    config: looks,
    schema: {
      operationId: 'getPublicReport',
      summary: 'Tiến độ phản ánh / how a report goes',
      tags: ['public'],
      params: ReportTokenParams,
      response: { 200: PublicReport, ...problems },
    },
    handler: async (request, reply) =>
      reply.header('cache-control', 'no-store').send(await intake.get(request.params.token)),
  });

  app.route({
    method: 'GET',
    url: '/public/reports/:token/result',
    config: looks,
    schema: {
      operationId: 'getReportResult',
      summary: 'Ảnh kết quả / photo of the result',
      tags: ['public'],
      params: ReportTokenParams,
      response: { 200: binary('image/jpeg', 'the photo'), ...problems },
    },
    handler: async (request, reply) =>
      reply
        .type('image/jpeg')
        .header('cache-control', 'no-store')
        .send(await intake.resultPhoto(request.params.token)),
  });

  app.register(async (scope) => {
    acceptPhotos(scope);
    scope.route<{ Params: { token: string } }>({
      method: 'PUT',
      url: '/public/reports/:token/photo',
      config: { access: 'public', rateLimit: { max: reportsPerHour * 2, timeWindow: HOUR_MS } },
      bodyLimit: MAX_PHOTO_BYTES,
      errorHandler: photoErrors,
      schema: {
        operationId: 'addReportPhoto',
        summary: 'Gửi ảnh của phản ánh / add the photo of a report (JPEG, PNG or WebP, at most 10 MB)',
        tags: ['public'],
        params: ReportTokenParams,
        response: { 200: PublicReport, ...problems },
      },
      handler: (request) =>
        intake.addPhoto(request.params.token, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)),
    });
  });
}
