import type { ApiServer } from '../http/api-server.ts';
import { problems } from '../http/common.schema.ts';
import { AuditPage, AuditQuery } from './audit.schema.ts';
import type { AuditService } from './audit.service.ts';

export function registerAuditRoutes(app: ApiServer, audit: AuditService): void {
  app.route({
    method: 'GET',
    url: '/audit',
    config: { access: 'audit.view' },
    schema: {
      operationId: 'listAudit',
      summary: 'Nhật ký: ai đã làm gì / who did what, newest first',
      tags: ['audit'],
      querystring: AuditQuery,
      response: { 200: AuditPage, ...problems },
    },
    handler: (request) => audit.list(request.auth, request.query),
  });
}
