import { Type } from 'typebox';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { binary, problems, UuidParams } from '../http/common.schema.ts';
import type { MinutesService } from './minutes.service.ts';

const MinutesQuery = Type.Object(
  { language: Type.Optional(Type.Union([Type.Literal('vi'), Type.Literal('en')], { description: 'vi by default' })) },
  { additionalProperties: false },
);

export function registerMinutesRoutes(app: ApiServer, minutes: MinutesService): void {
  app.route({
    method: 'GET',
    url: '/incidents/:id/minutes.pdf',
    config: { access: 'incident.view' },
    schema: {
      operationId: 'printIncidentMinutes',
      summary: 'Biên bản vụ việc / the minutes of an incident',
      tags: ['incidents'],
      params: UuidParams,
      querystring: MinutesQuery,
      response: { 200: binary('application/pdf', 'with a picture of each camera'), ...problems },
    },
    handler: async (request, reply) => {
      const { language = 'vi' } = request.query;
      const { pdf, number } = await minutes.print(request.auth, request.params.id, language, clientGone(reply));
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `inline; filename="bien-ban-${number}.pdf"`)
        .type('application/pdf')
        .send(pdf);
    },
  });
}
