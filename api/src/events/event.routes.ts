import { Type } from 'typebox';
import type { ApiServer } from '../http/api-server.ts';
import { binary, problems } from '../http/common.schema.ts';
import type { EventService } from './event.service.ts';

const DESCRIPTION =
  'Server-sent events. An unnamed event carries one LiveEvent as JSON: {"type":"camera.changed","cameraId"}, ' +
  '{"type":"camera.status","cameraId"}, {"type":"recording.finished","cameraId","recordingId"}, ' +
  '{"type":"passage.created","cameraId","passageId"} or {"type":"passage.updated","cameraId","passageId"}. ' +
  'An event named "reset" says that events were lost: fetch the state anew. A comment comes every 15 s.';

export function registerEventRoutes(app: ApiServer, events: EventService): void {
  app.route({
    method: 'GET',
    url: '/events',
    config: { access: 'event.listen' },
    schema: {
      operationId: 'listenToEvents',
      summary: 'Sự kiện trực tiếp / live events',
      description: DESCRIPTION,
      tags: ['events'],
      headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 40 })) }),
      response: { 200: binary('text/event-stream', 'an endless stream'), ...problems },
    },
    handler: async (request, reply) => {
      const stream = events.listen(request.auth, request.headers['last-event-id']);
      return reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(stream);
    },
  });
}
