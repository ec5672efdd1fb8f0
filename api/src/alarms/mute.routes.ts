import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { Mute, MuteCreate, MuteList } from './alarm.schema.ts';
import type { MuteService } from './mute.service.ts';

export function registerMuteRoutes(app: ApiServer, mutes: MuteService): void {
  app.route({
    method: 'GET',
    url: '/alarm-mutes',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'listAlarmMutes',
      summary: 'Cảnh báo đang tắt / mutes in force',
      tags: ['alarms'],
      response: { 200: MuteList, ...problems },
    },
    handler: async (request) => ({ items: await mutes.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/alarm-mutes',
    config: { access: 'alarm.handle' },
    schema: {
      operationId: 'createAlarmMute',
      summary: 'Tắt cảnh báo có hạn và lý do / mute until then, for a reason',
      tags: ['alarms'],
      body: MuteCreate,
      response: { 201: Mute, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await mutes.create(request.auth, request.body)),
  });

  app.route({
    method: 'POST',
    url: '/alarm-mutes/:id/end',
    config: { access: 'alarm.handle' },
    schema: {
      operationId: 'endAlarmMute',
      summary: 'Bật lại cảnh báo / end a mute before its time',
      tags: ['alarms'],
      params: UuidParams,
      response: { 204: empty('ended'), ...problems },
    },
    handler: async (request, reply) => {
      await mutes.end(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
