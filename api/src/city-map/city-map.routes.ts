import type { ApiServer } from '../http/api-server.ts';
import { binary, problems } from '../http/common.schema.ts';
import { RangeHeaders } from '../recordings/recording.schema.ts';
import { CameraFeatures, CameraFeaturesQuery, MapFileParams, MapFiles } from './city-map.schema.ts';
import type { CityMapService } from './city-map.service.ts';

const FILE_ANSWERS = {
  200: binary('application/octet-stream', 'the whole file'),
  206: binary('application/octet-stream', 'the range asked for'),
  ...problems,
};

export function registerCityMapRoutes(app: ApiServer, cityMap: CityMapService): void {
  app.route({
    method: 'GET',
    url: '/cameras.geojson',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listCameraFeatures',
      summary: 'Camera dạng GeoJSON / cameras as GeoJSON (RFC 7946)',
      tags: ['map'],
      querystring: CameraFeaturesQuery,
      response: {
        200: { description: 'cameras with a known place', content: { 'application/json': { schema: CameraFeatures } } },
        ...problems,
      },
    },
    handler: async (request) => cityMap.cameras(request.auth, request.query),
  });

  app.route({
    method: 'GET',
    url: '/map/files',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listMapFiles',
      summary: 'Các tệp bản đồ của thành phố / map files of the city',
      tags: ['map'],
      response: { 200: MapFiles, ...problems },
    },
    handler: (request) => cityMap.listFiles(request.auth),
  });

  app.route({
    method: 'GET',
    url: '/map/files/:file',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'getMapFile',
      summary: 'Một tệp bản đồ / a map file, whole or by byte range',
      tags: ['map'],
      params: MapFileParams,
      headers: RangeHeaders,
      response: FILE_ANSWERS,
    },
    handler: async (request, reply) => {
      const answer = await cityMap.openFile(request.auth, request.params.file, request.headers.range);
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  });

  app.route({
    method: 'GET',
    url: '/public/map/files',
    config: { access: 'public' },
    schema: {
      operationId: 'listPublicMapFiles',
      summary: 'Các tệp bản đồ công khai / map files for everybody',
      tags: ['public'],
      response: { 200: MapFiles, ...problems },
    },
    handler: () => cityMap.listPublicFiles(),
  });

  app.route({
    method: 'GET',
    url: '/public/map/files/:file',
    config: { access: 'public' },
    schema: {
      operationId: 'getPublicMapFile',
      summary: 'Một tệp bản đồ công khai / a map file for everybody',
      tags: ['public'],
      params: MapFileParams,
      headers: RangeHeaders,
      response: FILE_ANSWERS,
    },
    handler: async (request, reply) => {
      const answer = await cityMap.openPublicFile(request.params.file, request.headers.range);
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    },
  });
}
