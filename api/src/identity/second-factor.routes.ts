import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import {
  CodeProof,
  PasswordProof,
  RecoveryCodes,
  RoleParams,
  RoleRule,
  RoleRuleList,
  RoleRuleUpdate,
  SecondFactor,
  SecondFactorEnd,
  SecondFactorStart,
} from './second-factor.schema.ts';
import type { SecondFactorService } from './second-factor.service.ts';
import { userIdOf } from './user.service.ts';

export function registerSecondFactorRoutes(
  app: ApiServer,
  factors: SecondFactorService,
  options: { loginsPerMinute: number },
): void {
  /** Of what takes a password or a code. */
  const config = {
    access: 'session.own',
    rateLimit: { max: options.loginsPerMinute, timeWindow: 60_000 },
  } as const;

  app.route({
    method: 'GET',
    url: '/session/factor',
    config: { access: 'session.own' },
    schema: {
      operationId: 'getSecondFactor',
      summary: 'Xác thực hai lớp của mình / the own second factor',
      tags: ['session'],
      response: { 200: SecondFactor, ...problems },
    },
    handler: (request) => factors.own(request.auth),
  });

  app.route({
    method: 'POST',
    url: '/session/factor',
    config,
    schema: {
      operationId: 'beginSecondFactor',
      summary: 'Bắt đầu bật xác thực hai lớp / begin to set up the second factor',
      tags: ['session'],
      body: PasswordProof,
      response: { 200: SecondFactorStart, ...problems },
    },
    handler: (request) => factors.begin(request.auth, request.body.password),
  });

  app.route({
    method: 'POST',
    url: '/session/factor/confirm',
    config,
    schema: {
      operationId: 'confirmSecondFactor',
      summary: 'Bật bằng mã đầu tiên / put it in force by a first code',
      tags: ['session'],
      body: CodeProof,
      response: { 200: RecoveryCodes, ...problems },
    },
    handler: async (request) => ({ codes: await factors.confirm(request.auth, request.body.code) }),
  });

  app.route({
    method: 'POST',
    url: '/session/factor/recovery-codes',
    config,
    schema: {
      operationId: 'renewRecoveryCodes',
      summary: 'Mã dự phòng mới / new recovery codes in place of the old',
      tags: ['session'],
      body: PasswordProof,
      response: { 200: RecoveryCodes, ...problems },
    },
    handler: async (request) => ({ codes: await factors.renewCodes(request.auth, request.body.password) }),
  });

  app.route({
    method: 'POST',
    url: '/session/factor/end',
    config,
    schema: {
      operationId: 'endSecondFactor',
      summary: 'Tắt xác thực hai lớp của mình / switch the own second factor off',
      tags: ['session'],
      body: SecondFactorEnd,
      response: { 204: empty('off'), ...problems },
    },
    handler: async (request, reply) => {
      await factors.end(request.auth, request.body);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/users/:id/factor',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'resetSecondFactor',
      summary: 'Gỡ xác thực hai lớp của một người / take the second factor of a user away',
      tags: ['users'],
      params: UuidParams,
      response: { 204: empty('taken away; the user is logged out everywhere'), ...problems },
    },
    handler: async (request, reply) => {
      await factors.reset(request.auth, userIdOf(request.params.id));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/roles',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'listRoles',
      summary: 'Các vai trò / roles, and which need a second factor',
      tags: ['users'],
      response: { 200: RoleRuleList, ...problems },
    },
    handler: async (request) => ({ items: await factors.listRules(request.auth) }),
  });

  app.route({
    method: 'PUT',
    url: '/roles/:role',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'updateRole',
      summary: 'Vai trò cần xác thực hai lớp hay không / whether a role needs a second factor',
      tags: ['users'],
      params: RoleParams,
      body: RoleRuleUpdate,
      response: { 200: RoleRule, ...problems },
    },
    handler: (request) => factors.setRule(request.auth, request.params.role, request.body.needsSecondFactor),
  });
}
