import type { ApiServer } from '../http/api-server.ts';
import { empty, problems, UuidParams } from '../http/common.schema.ts';
import { etagOf, IfMatchHeaders, versionOf } from '../http/entity-version.ts';
import { Team, TeamCreate, TeamList, TeamUpdate } from './grant.schema.ts';
import type { TeamService } from './team.service.ts';

export function registerTeamRoutes(app: ApiServer, teams: TeamService): void {
  app.route({
    method: 'GET',
    url: '/teams',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'listTeams',
      summary: 'Các đội / teams',
      tags: ['users'],
      response: { 200: TeamList, ...problems },
    },
    handler: async (request) => ({ items: await teams.list(request.auth) }),
  });

  app.route({
    method: 'POST',
    url: '/teams',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'createTeam',
      summary: 'Thêm đội / add a team',
      tags: ['users'],
      body: TeamCreate,
      response: { 201: Team, ...problems },
    },
    handler: async (request, reply) => {
      const team = await teams.create(request.auth, request.body);
      return reply.code(201).header('etag', etagOf(team)).send(team);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/teams/:id',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'updateTeam',
      summary: 'Sửa đội / edit a team',
      tags: ['users'],
      params: UuidParams,
      headers: IfMatchHeaders,
      body: TeamUpdate,
      response: { 200: Team, ...problems },
    },
    handler: async (request, reply) => {
      const version = versionOf(request.headers['if-match']);
      const team = await teams.update(request.auth, request.params.id, version, request.body);
      return reply.header('etag', etagOf(team)).send(team);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/teams/:id',
    config: { access: 'user.manage' },
    schema: {
      operationId: 'deleteTeam',
      summary: 'Xóa đội và quyền của đội / remove a team and what was granted to it',
      tags: ['users'],
      params: UuidParams,
      response: { 204: empty('removed'), ...problems },
    },
    handler: async (request, reply) => {
      await teams.remove(request.auth, request.params.id);
      return reply.code(204).send(null);
    },
  });
}
