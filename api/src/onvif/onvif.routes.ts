import { cameraIdOf } from '../cameras/camera.routes.ts';
import type { ApiServer } from '../http/api-server.ts';
import { clientGone } from '../http/client-gone.ts';
import { CameraParams, problems } from '../http/common.schema.ts';
import {
  CameraFindingList,
  CheckRequest,
  ClockRequest,
  ClockResult,
  DiscoveredList,
  DiscoverRequest,
  GopRequest,
  GopResult,
  ProbeRequest,
  ProbeResultView,
} from './onvif.schema.ts';
import type { OnvifService } from './onvif.service.ts';

/** Each sends datagrams or up to a dozen requests into the network. */
const ASKED_PER_MINUTE = 30;
const rateLimit = { max: ASKED_PER_MINUTE, timeWindow: 60_000 };

export function registerOnvifRoutes(app: ApiServer, onvif: OnvifService): void {
  app.route({
    method: 'POST',
    url: '/onvif/discover',
    config: { access: 'camera.discover', rateLimit },
    schema: {
      operationId: 'discoverDevices',
      summary: 'Tìm camera trong mạng / find cameras on the network',
      tags: ['onvif'],
      body: DiscoverRequest,
      response: { 200: DiscoveredList, ...problems },
    },
    handler: (request, reply) => onvif.discover(request.auth, request.body.seconds ?? 3, clientGone(reply)),
  });

  app.route({
    method: 'POST',
    url: '/onvif/probe',
    config: { access: 'camera.discover', rateLimit },
    schema: {
      operationId: 'probeDevice',
      summary: 'Hỏi một camera qua ONVIF / ask a device for its profiles and streams',
      tags: ['onvif'],
      body: ProbeRequest,
      response: { 200: ProbeResultView, ...problems },
    },
    handler: (request, reply) => onvif.probe(request.auth, request.body, clientGone(reply)),
  });

  app.route({
    method: 'GET',
    url: '/cameras/:id/findings',
    config: { access: 'camera.view' },
    schema: {
      operationId: 'listCameraFindings',
      summary: 'Điều cần sửa ở camera / what is wrong with a camera',
      tags: ['onvif'],
      params: CameraParams,
      response: { 200: CameraFindingList, ...problems },
    },
    handler: (request) => onvif.listFindings(request.auth, cameraIdOf(request.params.id)),
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/onvif/check',
    config: { access: 'camera.manage', rateLimit },
    schema: {
      operationId: 'checkCamera',
      summary: 'Kiểm tra camera qua ONVIF / ask a camera and keep what is wrong with it',
      tags: ['onvif'],
      params: CameraParams,
      body: CheckRequest,
      response: { 200: ProbeResultView, ...problems },
    },
    handler: (request, reply) => {
      const doesTryDefaults = request.body.tryDefaultPasswords === true;
      return onvif.check(request.auth, cameraIdOf(request.params.id), doesTryDefaults, clientGone(reply));
    },
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/onvif/clock',
    config: { access: 'camera.manage', rateLimit },
    schema: {
      operationId: 'setCameraClock',
      summary: 'Chỉnh giờ camera / set the clock of a camera',
      tags: ['onvif'],
      params: CameraParams,
      body: ClockRequest,
      response: { 200: ClockResult, ...problems },
    },
    handler: (request, reply) =>
      onvif.setClock(request.auth, cameraIdOf(request.params.id), request.body, clientGone(reply)),
  });

  app.route({
    method: 'POST',
    url: '/cameras/:id/onvif/gop',
    config: { access: 'camera.manage', rateLimit },
    schema: {
      operationId: 'setCameraGop',
      summary: 'Đặt khoảng cách khung hình chính / set the key-frame distance of a camera',
      tags: ['onvif'],
      params: CameraParams,
      body: GopRequest,
      response: { 200: GopResult, ...problems },
    },
    handler: (request, reply) =>
      onvif.setGop(request.auth, cameraIdOf(request.params.id), request.body.seconds, clientGone(reply)),
  });
}
