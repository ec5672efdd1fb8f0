import type { ApiServer } from '../http/api-server.ts';
import { problems } from '../http/common.schema.ts';
import { CameraBulkEdit, CameraBulkResult } from './camera-bulk.schema.ts';
import type { CameraBulkService } from './camera-bulk.service.ts';

const BODY_LIMIT_BYTES = 256 * 1024;

/** On the list itself: `/cameras/bulk` would be the address of a camera with that id. */
export function registerCameraBulkRoutes(app: ApiServer, bulk: CameraBulkService): void {
  app.route({
    method: 'PATCH',
    url: '/cameras',
    config: { access: 'camera.manage' },
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      operationId: 'updateCameras',
      summary: 'Sửa nhiều camera, tất cả hoặc không / edit many cameras, all or none',
      tags: ['cameras'],
      body: CameraBulkEdit,
      response: { 200: CameraBulkResult, ...problems },
    },
    handler: async (request) => ({ changed: await bulk.update(request.auth, request.body) }),
  });
}
