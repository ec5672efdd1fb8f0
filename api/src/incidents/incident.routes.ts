import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import { IdempotencyHeaders } from '../http/request-once.ts';
import {
  Incident,
  IncidentCreate,
  IncidentEdit,
  IncidentMove,
  IncidentNote,
  IncidentPage,
  IncidentQuery,
} from './incident.schema.ts';
import type { IncidentService } from './incident.service.ts';

export function registerIncidentRoutes(app: ApiServer, incidents: IncidentService): void {
  app.route({
    method: 'GET',
    url: '/incidents',
    config: { access: 'incident.view' },
    schema: {
      operationId: 'listIncidents',
      summary: 'Vụ việc, mới nhất trước / incidents, newest first',
      tags: ['incidents'],
      querystring: IncidentQuery,
      response: { 200: IncidentPage, ...problems },
    },
    handler: (request) => incidents.list(request.auth, request.query),
  });

  app.route({
    method: 'POST',
    url: '/incidents',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'createIncident',
      summary: 'Lập vụ việc, giữ hình ±5 phút / open an incident and hold five minutes around it',
      tags: ['incidents'],
      headers: IdempotencyHeaders,
      body: IncidentCreate,
      response: { 200: Incident, 201: Incident, ...problems },
    },
    handler: async (request, reply) => {
      const { caller, ...wish } = request.body;
      const source = caller === undefined ? {} : { source: 'call' as const, sourceRef: caller };
      const key = request.headers['idempotency-key'] ?? null;
      const { incident, isRepeat } = await incidents.create(request.auth, { ...wish, ...source }, key);
      return reply
        .code(isRepeat ? 200 : 201)
        .header('etag', etagOf(incident))
        .header('location', `/api/v1/incidents/${incident.id}`)
        .send(incident);
    },
  });

  app.route({
    method: 'GET',
    url: '/incidents/:id',
    config: { access: 'incident.view' },
    schema: {
      operationId: 'getIncident',
      summary: 'Một vụ việc / one incident',
      tags: ['incidents'],
      params: UuidParams,
      response: { 200: Incident, ...problems },
    },
    handler: async (request, reply) => {
      const incident = await incidents.get(request.auth, request.params.id);
      return reply.header('etag', etagOf(incident)).send(incident);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/incidents/:id',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'updateIncident',
      summary: 'Sửa vụ việc / edit an incident',
      tags: ['incidents'],
      params: UuidParams,
      headers: IfMatchHeaders,
      body: IncidentEdit,
      response: { 200: Incident, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const incident = await incidents.edit(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(incident)).send(incident);
    },
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/state',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'moveIncident',
      summary: 'Chuyển bước / move it to another state',
      tags: ['incidents'],
      params: UuidParams,
      body: IncidentMove,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => incidents.move(request.auth, request.params.id, request.body.to, request.body.note),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/notes',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'noteIncident',
      summary: 'Ghi chú diễn biến / write into the course of events',
      tags: ['incidents'],
      params: UuidParams,
      body: IncidentNote,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => incidents.note(request.auth, request.params.id, request.body.text, request.body.at),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/read',
    config: { access: 'incident.view' },
    schema: {
      operationId: 'markIncidentRead',
      summary: 'Đánh dấu đã đọc / mark as read, for whoever asks',
      tags: ['incidents'],
      params: UuidParams,
      response: { 204: empty('marked'), ...problems },
    },
    handler: async (request, reply) => {
      await incidents.markRead(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
