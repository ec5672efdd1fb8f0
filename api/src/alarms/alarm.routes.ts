import { Type } from 'typebox';
import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, Uuid, UuidParams } from '../http/common.schema.ts';
import { IdempotencyHeaders } from '../http/request-once.ts';
import { Alarm, AlarmCreate, AlarmHistory, AlarmNote, AlarmPage, AlarmQuery, AlarmSummary } from './alarm.schema.ts';
import type { AlarmService } from './alarm.service.ts';

const ReadBody = Type.Object(
  { ids: Type.Optional(Type.Array(Uuid, { maxItems: 200, description: 'all that are active when left out' })) },
  { title: 'AlarmsRead', additionalProperties: false },
);

export function registerAlarmRoutes(app: ApiServer, alarms: AlarmService): void {
  app.route({
    method: 'GET',
    url: '/alarms',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'listAlarms',
      summary: 'Hộp cảnh báo, mới nhất trước / the inbox of alarms, newest first',
      tags: ['alarms'],
      querystring: AlarmQuery,
      response: { 200: AlarmPage, ...problems },
    },
    handler: (request) => alarms.list(request.auth, request.query),
  });

  app.route({
    method: 'GET',
    url: '/alarms/summary',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'getAlarmSummary',
      summary: 'Số cảnh báo đang mở và chưa đọc / how many are open and unread',
      tags: ['alarms'],
      response: { 200: AlarmSummary, ...problems },
    },
    handler: (request) => alarms.summary(request.auth),
  });

  app.route({
    method: 'POST',
    url: '/alarms',
    config: { access: 'alarm.handle' },
    schema: {
      operationId: 'createAlarm',
      summary: 'Cảnh báo từ hệ thống khác / an alarm of another system',
      tags: ['alarms'],
      headers: IdempotencyHeaders,
      body: AlarmCreate,
      response: { 200: Alarm, 201: Alarm, ...problems },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'] ?? null;
      const { alarm, isRepeat } = await alarms.raise(request.auth, request.body, key);
      return reply
        .code(isRepeat ? 200 : 201)
        .header('location', `/api/v1/alarms/${alarm.id}`)
        .send(alarm);
    },
  });

  app.route({
    method: 'POST',
    url: '/alarms/read',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'markAlarmsRead',
      summary: 'Đánh dấu đã đọc / mark as read, for whoever asks',
      tags: ['alarms'],
      body: ReadBody,
      response: { 204: empty('marked'), ...problems },
    },
    handler: async (request, reply) => {
      await alarms.markRead(request.auth, request.body.ids);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/alarms/:id',
    config: { access: 'alarm.view' },
    schema: {
      operationId: 'getAlarm',
      summary: 'Một cảnh báo và những gì đã làm với nó / one alarm with its history',
      tags: ['alarms'],
      params: UuidParams,
      response: { 200: AlarmHistory, ...problems },
    },
    handler: (request) => alarms.get(request.auth, request.params.id),
  });

  for (const { step, operationId, summary } of [
    { step: 'acknowledge', operationId: 'acknowledgeAlarm', summary: 'Tiếp nhận / acknowledge' },
    { step: 'escalate', operationId: 'escalateAlarm', summary: 'Chuyển trưởng ca / escalate to the shift lead' },
    { step: 'close', operationId: 'closeAlarm', summary: 'Đóng / close' },
  ] as const) {
    app.route({
      method: 'POST',
      url: `/alarms/:id/${step}`,
      config: { access: 'alarm.handle' },
      schema: {
        operationId,
        summary,
        tags: ['alarms'],
        params: UuidParams,
        body: AlarmNote,
        response: { 200: Alarm, ...problems },
      },
      handler: (request) => alarms[step](request.auth, request.params.id, request.body.note),
    });
  }
}
