import { type PassageId, parsePassageId } from '@thapcanh/core/ids';
import { apiError } from '../errors/api-errors.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { binary, problems, UuidParams } from '../http/common.schema.ts';
import { IfNoneMatchHeaders, Passage, PassagePage, PassageQuery } from './passage.schema.ts';
import type { PassageService } from './passage.service.ts';

export function registerPassageRoutes(app: ApiServer, passages: PassageService): void {
  app.route({
    method: 'GET',
    url: '/passages',
    config: { access: 'passage.view' },
    schema: {
      operationId: 'listPassages',
      summary: 'Lượt xe qua, mới nhất trước / passages, newest first',
      tags: ['passages'],
      querystring: PassageQuery,
      response: { 200: PassagePage, ...problems },
    },
    handler: (request) => passages.list(request.auth, request.query),
  });

  app.route({
    method: 'GET',
    url: '/passages/:id',
    config: { access: 'passage.view' },
    schema: {
      operationId: 'getPassage',
      summary: 'Một lượt xe / one passage',
      tags: ['passages'],
      params: UuidParams,
      response: { 200: Passage, ...problems },
    },
    handler: (request) => passages.get(request.auth, passageIdOf(request.params.id)),
  });

  registerPicture(app, passages, { kind: 'crop', operationId: 'getPassageCrop', summary: 'Ảnh biển số / plate crop' });
  registerPicture(app, passages, {
    kind: 'scene',
    operationId: 'getPassageScene',
    summary: 'Ảnh toàn cảnh / scene still',
  });
}

function registerPicture(
  app: ApiServer,
  passages: PassageService,
  picture: { kind: 'crop' | 'scene'; operationId: string; summary: string },
): void {
  app.route({
    method: 'GET',
    url: `/passages/:id/${picture.kind}`,
    config: { access: 'passage.view' },
    schema: {
      operationId: picture.operationId,
      summary: picture.summary,
      tags: ['passages'],
      params: UuidParams,
      headers: IfNoneMatchHeaders,
      response: { 200: binary('image/jpeg', 'the picture; its ETag is its SHA-256'), ...problems },
    },
    handler: async (request, reply) => {
      const answer = await passages.picture(request.auth, passageIdOf(request.params.id), picture.kind, {
        ifNoneMatch: request.headers['if-none-match'],
        signal: clientGone(reply),
      });
      reply.header('etag', `"${answer.sha256}"`).header('cache-control', 'private, no-cache');
      if (!answer.body) return reply.code(304).send();
      return reply.type(answer.contentType).header('content-length', answer.bytes).send(answer.body);
    },
  });
}

function passageIdOf(text: string): PassageId {
  const id = parsePassageId(text);
  if (!id) throw apiError('TC_PASSAGE_NOT_FOUND');
  return id;
}
