import { Type } from 'typebox';
import type { ApiServer } from '../http/api-server.ts';
import { empty, problems } from '../http/common.schema.ts';
import {
  ControlRoom,
  ControlRoomCreate,
  ControlRooms,
  RoomIdText,
  ShiftEntry,
  ShiftEntryCreate,
  ShiftLogPage,
  ShiftLogQuery,
} from './shift-log.schema.ts';
import type { ShiftLogService } from './shift-log.service.ts';

const ReadBody = Type.Object({ roomId: RoomIdText }, { title: 'ShiftLogRead', additionalProperties: false });
const EntryParams = Type.Object(
  { entryId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) },
  { additionalProperties: false },
);

export function registerShiftLogRoutes(app: ApiServer, log: ShiftLogService): void {
  app.route({
    method: 'GET',
    url: '/control-rooms',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'listControlRooms',
      summary: 'Phòng trực / control rooms',
      tags: ['shift log'],
      response: { 200: ControlRooms, ...problems },
    },
    handler: async (request) => ({ items: await log.rooms(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/control-rooms',
    config: { access: 'area.manage' },
    schema: {
      operationId: 'createControlRoom',
      summary: 'Thêm phòng trực / add a control room',
      tags: ['shift log'],
      body: ControlRoomCreate,
      response: { 201: ControlRoom, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await log.createRoom(request.auth, request.body)),
  });

  app.route({
    method: 'GET',
    url: '/shift-log',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'listShiftLog',
      summary: 'Sổ trực, mới nhất trước / the shift log, newest first',
      tags: ['shift log'],
      querystring: ShiftLogQuery,
      response: { 200: ShiftLogPage, ...problems },
    },
    handler: (request) => log.list(request.auth, request.query),
  });

  app.route({
    method: 'POST',
    url: '/shift-log',
    config: { access: 'alarm.handle' },
    schema: {
      operationId: 'writeShiftLog',
      summary: 'Ghi sổ trực hoặc giao ca / a note, or a hand-over',
      tags: ['shift log'],
      body: ShiftEntryCreate,
      response: { 201: ShiftEntry, ...problems },
    },
    handler: async (request, reply) => reply.code(201).send(await log.write(request.auth, request.body)),
  });

  app.route({
    method: 'POST',
    url: '/shift-log/read',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'markShiftLogRead',
      summary: 'Đánh dấu đã đọc / mark as read, for whoever asks',
      tags: ['shift log'],
      body: ReadBody,
      response: { 204: empty('marked'), ...problems },
    },
    handler: async (request, reply) => {
      await log.markRead(request.auth, request.body.roomId);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/shift-log/:entryId/take',
    config: { access: 'alarm.handle' },
    schema: {
      operationId: 'takeShift',
      summary: 'Nhận ca / take a shift over',
      tags: ['shift log'],
      params: EntryParams,
      response: { 204: empty('taken'), ...problems },
    },
    handler: async (request, reply) => {
      await log.take(request.auth, request.params.entryId);
      return reply.code(204).send(null);
    },
  });
}
