import { Type } from 'typebox';
import { cameraIdOf } from '../cameras/camera.routes.ts';
import { SESSION_COOKIE } from '../http/access.plugin.ts';
import type { ApiServer } from '../http/api-server.ts';
import { binary, CameraIdText, empty, problems, Uuid } from '../http/common.schema.ts';
import type { WhepService } from './whep.service.ts';

const SDP = 'application/sdp';
const Stream = Type.Union([Type.Literal('main'), Type.Literal('sub')]);
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** WHEP: an SDP offer in, 201 with the answer and the session's address out. */
export function registerWhepRoutes(app: ApiServer, whep: WhepService): void {
  app.addContentTypeParser(SDP, { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.route({
    method: 'POST',
    url: '/cameras/:id/live/:stream/whep',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'openWhep',
      summary: 'Xem bằng WebRTC (WHEP) / watch by WebRTC: SDP offer in, SDP answer out',
      tags: ['live'],
      consumes: [SDP],
      params: Type.Object({ id: CameraIdText, stream: Stream }, { additionalProperties: false }),
      body: Type.String({ maxLength: 64_000 }),
      response: { 201: binary(SDP, 'the SDP answer; Location is the session'), ...problems },
    },
    handler: async (request, reply) => {
      const { id, stream } = request.params;
      const opened = await whep.watch(request.auth, {
        cameraId: cameraIdOf(id),
        stream,
        offer: request.body,
        token: request.cookies[SESSION_COOKIE],
        isLocal: LOOPBACK.test(request.ip),
      });
      return reply
        .code(201)
        .header('location', `/api/v1/cameras/${id}/live/${stream}/whep/${opened.id}`)
        .header('cache-control', 'no-store')
        .type(SDP)
        .send(opened.answer);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/cameras/:id/live/:stream/whep/:session',
    config: { access: 'live.watch' },
    schema: {
      operationId: 'closeWhep',
      summary: 'Ngừng xem WebRTC / end a WebRTC session',
      tags: ['live'],
      params: Type.Object({ id: CameraIdText, stream: Stream, session: Uuid }, { additionalProperties: false }),
      response: { 204: empty('ended'), ...problems },
    },
    handler: async (request, reply) => {
      await whep.leave(request.auth, request.params.session);
      return reply.code(204).send(null);
    },
  });
}
