import { Type } from 'typebox';
import type { ApiServer } from '../http/api-server.ts';
import { CameraIdText, empty, problems, Uuid, UuidParams } from '../http/common.schema.ts';
import { Incident, IncidentAssign, IncidentCheckEdit, IncidentUnits } from './incident.schema.ts';
import type { IncidentWorkService } from './incident-work.service.ts';

const CameraBody = Type.Object({ cameraId: CameraIdText }, { title: 'IncidentCameraAdd', additionalProperties: false });
const MergeBody = Type.Object({ into: Uuid }, { title: 'IncidentMerge', additionalProperties: false });
const CameraParams = Type.Object({ id: Uuid, cameraId: CameraIdText }, { additionalProperties: false });
const AssignmentParams = Type.Object({ id: Uuid, assignmentId: Uuid }, { additionalProperties: false });
const CheckParams = Type.Object(
  { id: Uuid, item: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) },
  { additionalProperties: false },
);

export function registerIncidentWorkRoutes(app: ApiServer, work: IncidentWorkService): void {
  app.route({
    method: 'GET',
    url: '/incident-units',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'listIncidentUnits',
      summary: 'Đội và người có thể điều / teams and people who may be sent',
      tags: ['incidents'],
      response: { 200: IncidentUnits, ...problems },
    },
    handler: async (request) => ({ items: await work.units(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/cameras',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'addIncidentCamera',
      summary: 'Thêm camera và giữ hình của nó / add a camera and hold its footage',
      tags: ['incidents'],
      params: UuidParams,
      body: CameraBody,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => work.addCamera(request.auth, request.params.id, request.body.cameraId),
  });

  app.route({
    method: 'DELETE',
    url: '/incidents/:id/cameras/:cameraId',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'removeIncidentCamera',
      summary: 'Bớt camera, hình đã giữ vẫn giữ / take a camera away; what was held stays held',
      tags: ['incidents'],
      params: CameraParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await work.removeCamera(request.auth, request.params.id, request.params.cameraId);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/assignments',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'assignIncident',
      summary: 'Phân công đội hoặc người / send a team or a person',
      tags: ['incidents'],
      params: UuidParams,
      body: IncidentAssign,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => work.assign(request.auth, request.params.id, request.body),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/assignments/:assignmentId/acknowledge',
    config: { access: 'incident.view' },
    schema: {
      operationId: 'acknowledgeIncidentAssignment',
      summary: 'Người được phân công xác nhận đã nhận / whoever was sent says so',
      tags: ['incidents'],
      params: AssignmentParams,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => work.acknowledge(request.auth, request.params.id, request.params.assignmentId),
  });

  app.route({
    method: 'DELETE',
    url: '/incidents/:id/assignments/:assignmentId',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'unassignIncident',
      summary: 'Thôi phân công / end an assignment',
      tags: ['incidents'],
      params: AssignmentParams,
      response: { 204: empty('ended'), ...problems },
    },
    handler: async (request, reply) => {
      await work.unassign(request.auth, request.params.id, request.params.assignmentId);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'PUT',
    url: '/incidents/:id/checklist/:item',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'checkIncidentItem',
      summary: 'Đánh dấu một việc trong danh mục / tick an item of the checklist',
      tags: ['incidents'],
      params: CheckParams,
      body: IncidentCheckEdit,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => work.check(request.auth, request.params.id, request.params.item, request.body),
  });

  app.route({
    method: 'POST',
    url: '/incidents/:id/merge',
    config: { access: 'incident.handle' },
    schema: {
      operationId: 'mergeIncident',
      summary: 'Gộp vụ trùng vào vụ khác / merge a duplicate into another, which is answered',
      tags: ['incidents'],
      params: UuidParams,
      body: MergeBody,
      response: { 200: Incident, ...problems },
    },
    handler: (request) => work.merge(request.auth, request.params.id, request.body.into),
  });
}
