import type { ApiServer } from '../http/api-server.ts';
import { problems } from '../http/common.schema.ts';
import { DeletionPage, DeletionQuery, StorageOverview, StoreDecision } from './storage.schema.ts';
import type { StorageService } from './storage.service.ts';

export function registerStorageRoutes(app: ApiServer, storage: StorageService): void {
  app.route({
    method: 'GET',
    url: '/storage',
    config: { access: 'storage.view' },
    schema: {
      operationId: 'getStorage',
      summary: 'Dung lượng ghi hình theo máy và theo nhóm / recordings per node and per group',
      tags: ['storage'],
      response: { 200: StorageOverview, ...problems },
    },
    handler: (request) => storage.overview(request.auth),
  });

  app.route({
    method: 'POST',
    url: '/storage/breaker/close',
    config: { access: 'storage.manage' },
    schema: {
      operationId: 'closeDeletionBreaker',
      summary: 'Đóng cầu dao xóa, cho phép xóa tiếp / let deletion go on',
      tags: ['storage'],
      body: StoreDecision,
      response: { 200: StorageOverview, ...problems },
    },
    handler: (request) => storage.closeBreaker(request.auth, request.body),
  });

  app.route({
    method: 'POST',
    url: '/storage/accept',
    config: { access: 'storage.manage' },
    schema: {
      operationId: 'acceptStore',
      summary: 'Nhận thư mục ghi hình hiện tại làm kho (đã thay đĩa) / take a replaced disk for the store',
      tags: ['storage'],
      body: StoreDecision,
      response: { 200: StorageOverview, ...problems },
    },
    handler: (request) => storage.acceptStore(request.auth, request.body),
  });

  app.route({
    method: 'GET',
    url: '/deletions',
    config: { access: 'storage.view' },
    schema: {
      operationId: 'listDeletions',
      summary: 'Bản ghi đã xóa, theo quy tắc nào / deleted recordings and by which rule',
      tags: ['storage'],
      querystring: DeletionQuery,
      response: { 200: DeletionPage, ...problems },
    },
    handler: (request) => storage.deletions(request.auth, request.query),
  });
}
