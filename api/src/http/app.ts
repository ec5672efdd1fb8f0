import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { createAlarmRepository } from '../alarms/alarm.repository.ts';
import { registerAlarmRoutes } from '../alarms/alarm.routes.ts';
import { createAlarmService } from '../alarms/alarm.service.ts';
import { createMuteRepository } from '../alarms/mute.repository.ts';
import { registerMuteRoutes } from '../alarms/mute.routes.ts';
import { createMuteService } from '../alarms/mute.service.ts';
import { createAreaRepository } from '../areas/area.repository.ts';
import { registerAreaRoutes } from '../areas/area.routes.ts';
import { createAreaService } from '../areas/area.service.ts';
import { createOperatingAreaRepository } from '../areas/operating-area.repository.ts';
import { registerOperatingAreaRoutes } from '../areas/operating-area.routes.ts';
import { createOperatingAreaService } from '../areas/operating-area.service.ts';
import { createAuditRepository } from '../audit/audit.repository.ts';
import { registerAuditRoutes } from '../audit/audit.routes.ts';
import { createAuditService } from '../audit/audit.service.ts';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { createCameraRepository } from '../cameras/camera.repository.ts';
import { registerCameraRoutes } from '../cameras/camera.routes.ts';
import { createCameraService } from '../cameras/camera.service.ts';
import { createCameraBulkRepository } from '../cameras/camera-bulk.repository.ts';
import { registerCameraBulkRoutes } from '../cameras/camera-bulk.routes.ts';
import { createCameraBulkService } from '../cameras/camera-bulk.service.ts';
import { createCameraImportRepository } from '../cameras/camera-import.repository.ts';
import { registerCameraImportRoutes } from '../cameras/camera-import.routes.ts';
import { createCameraImportService } from '../cameras/camera-import.service.ts';
import { createCoverageRepository } from '../coverage/coverage.repository.ts';
import { registerCoverageRoutes } from '../coverage/coverage.routes.ts';
import { createCoverageService } from '../coverage/coverage.service.ts';
import { apiError } from '../errors/api-errors.ts';
import { registerEventRoutes } from '../events/event.routes.ts';
import { createEventService } from '../events/event.service.ts';
import { createGrantRepository } from '../grants/grant.repository.ts';
import { registerGrantRoutes } from '../grants/grant.routes.ts';
import { createGrantService } from '../grants/grant.service.ts';
import { createTeamRepository } from '../grants/team.repository.ts';
import { registerTeamRoutes } from '../grants/team.routes.ts';
import { createTeamService } from '../grants/team.service.ts';
import { createCameraReach } from '../identity/camera-reach.ts';
import { registerOpenSessionRoutes } from '../identity/open-session.routes.ts';
import { createPasswordHasher } from '../identity/password-hasher.ts';
import { createSecondFactorRepository } from '../identity/second-factor.repository.ts';
import { registerSecondFactorRoutes } from '../identity/second-factor.routes.ts';
import { createSecondFactorProof, createSecondFactorService } from '../identity/second-factor.service.ts';
import { createSessionRepository } from '../identity/session.repository.ts';
import { registerSessionRoutes } from '../identity/session.routes.ts';
import { createSessionService } from '../identity/session.service.ts';
import { createUserRepository } from '../identity/user.repository.ts';
import { registerUserRoutes } from '../identity/user.routes.ts';
import { createUserService } from '../identity/user.service.ts';
import { createIncidentRepository } from '../incidents/incident.repository.ts';
import { registerIncidentRoutes } from '../incidents/incident.routes.ts';
import { createIncidentService } from '../incidents/incident.service.ts';
import { createIncidentChangeRepository } from '../incidents/incident-change.repository.ts';
import { registerIncidentWorkRoutes } from '../incidents/incident-work.routes.ts';
import { createIncidentWorkService } from '../incidents/incident-work.service.ts';
import { createKeyRepository } from '../keys/key.repository.ts';
import { registerKeyRoutes } from '../keys/key.routes.ts';
import { createKeyService } from '../keys/key.service.ts';
import { registerLiveRoutes } from '../live/live.routes.ts';
import { createLiveService } from '../live/live.service.ts';
import { createLiveHub } from '../live/live-hub.ts';
import { createLiveLocator } from '../live/live-locator.ts';
import { registerLiveSocketRoutes, registerWebSockets } from '../live/live-socket.routes.ts';
import { createLiveSocketService } from '../live/live-socket.service.ts';
import { registerWhepRoutes } from '../live/whep.routes.ts';
import { createWhepService } from '../live/whep.service.ts';
import { registerMinutesRoutes } from '../minutes/minutes.routes.ts';
import { createMinutesService } from '../minutes/minutes.service.ts';
import { createOidcRepository } from '../oidc/oidc.repository.ts';
import { registerOidcRoutes } from '../oidc/oidc.routes.ts';
import { createOidcService } from '../oidc/oidc.service.ts';
import { createCameraDevices } from '../onvif/camera-device.ts';
import { createFindingRepository } from '../onvif/finding.repository.ts';
import { registerOnvifRoutes } from '../onvif/onvif.routes.ts';
import { createOnvifService } from '../onvif/onvif.service.ts';
import { registerPtzRoutes } from '../onvif/ptz.routes.ts';
import { createPtzService } from '../onvif/ptz.service.ts';
import { createPtzLockRepository } from '../onvif/ptz-lock.repository.ts';
import { createPassageRepository } from '../passages/passage.repository.ts';
import { registerPassageRoutes } from '../passages/passage.routes.ts';
import { createPassageService } from '../passages/passage.service.ts';
import { registerPictureRoutes } from '../pictures/picture.routes.ts';
import { createPictureService } from '../pictures/picture.service.ts';
import { createPictureWorkerRepository } from '../pictures/picture-worker.repository.ts';
import { createRecordingRepository } from '../recordings/recording.repository.ts';
import { registerRecordingRoutes } from '../recordings/recording.routes.ts';
import { createRecordingService } from '../recordings/recording.service.ts';
import { createRecordingSource } from '../recordings/recording-source.ts';
import { createShiftLogRepository } from '../shift-log/shift-log.repository.ts';
import { registerShiftLogRoutes } from '../shift-log/shift-log.routes.ts';
import { createShiftLogService } from '../shift-log/shift-log.service.ts';
import { createCameraGroupRepository } from '../storage/camera-group.repository.ts';
import { registerCameraGroupRoutes } from '../storage/camera-group.routes.ts';
import { createCameraGroupService } from '../storage/camera-group.service.ts';
import { createHoldRepository } from '../storage/hold.repository.ts';
import { registerHoldRoutes } from '../storage/hold.routes.ts';
import { createHoldService } from '../storage/hold.service.ts';
import { createStorageRepository } from '../storage/storage.repository.ts';
import { registerStorageRoutes } from '../storage/storage.routes.ts';
import { createStorageService } from '../storage/storage.service.ts';
import { createReadinessService } from '../system/readiness.service.ts';
import { registerSystemRoutes } from '../system/system.routes.ts';
import { registerViewer } from '../system/viewer.routes.ts';
import { createConsoleRepository } from '../walls/console.repository.ts';
import { registerConsoleRoutes } from '../walls/console.routes.ts';
import { createConsoleService } from '../walls/console.service.ts';
import { createScreenSessionService } from '../walls/screen-session.service.ts';
import { createWallRepository } from '../walls/wall.repository.ts';
import { registerWallRoutes } from '../walls/wall.routes.ts';
import { createWallService } from '../walls/wall.service.ts';
import { registerWallControlRoutes } from '../walls/wall-control.routes.ts';
import { createWallControlService } from '../walls/wall-control.service.ts';
import { createWallKeyRepository, withScreenSessions } from '../walls/wall-key.repository.ts';
import { registerWallKeyRoutes } from '../walls/wall-key.routes.ts';
import { createWallPanelRepository } from '../walls/wall-panel.repository.ts';
import { registerAccess } from './access.plugin.ts';
import type { ApiContext } from './api-context.ts';
import type { ApiServer } from './api-server.ts';
import { createCityFeatures } from './city-features.ts';
import { registerErrorHandling } from './errors.plugin.ts';
import { registerHttpMetrics } from './http-metrics.plugin.ts';
import { registerOpenApi } from './openapi.plugin.ts';
import { BODY_LIMIT_BYTES } from './problem.ts';
import { registerSchemaCompilers } from './schema-compilers.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { registerStorableText } from './storable-text.ts';
import { tlsServer } from './tls-server.ts';
import { traceIdOf } from './trace-id.ts';

const HEARTBEAT_MS = 15_000;
const LOGINS_PER_MINUTE = 20;

/**
 * The whole HTTP API over the context, ready for `listen` or `inject`. Closing it ends every open stream; the context
 * stays open, it belongs to the caller.
 */
export async function buildApp(context: ApiContext): Promise<ApiServer> {
  const loggerInstance: FastifyBaseLogger = context.log;
  const tls = context.tls === undefined ? null : tlsServer(context.tls);
  const app = fastify({
    loggerInstance,
    ...(tls === null ? {} : { serverFactory: tls.serverFactory }),
    genReqId: traceIdOf,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    requestIdHeader: false,
    trustProxy: 'loopback',
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();

  registerSchemaCompilers(app);
  registerErrorHandling(app);
  await app.register(cookie);
  await app.register(helmet, SECURITY_HEADERS);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, limit) => apiError('TC_RATE_LIMITED', { seconds: Math.ceil(limit.ttl / 1000) }),
  });
  await registerFeatures(app, context);
  if (tls !== null) app.addHook('preClose', tls.endConnections);
  return app;
}

/** Wires repositories, services and routes by hand; access comes before every route. */
async function registerFeatures(app: ApiServer, context: ApiContext): Promise<void> {
  const { db, clock, log, metrics } = context;
  const hasher = createPasswordHasher();
  const cameraRepository = createCameraRepository(db);
  const reach = createCameraReach({ db, clock });
  const audit = createAuditRecorder({ db, clock });
  const keys = createKeyService({ keys: createKeyRepository(db), audit, clock });
  const secondFactors = createSecondFactorRepository(db);
  const proveFactor = createSecondFactorProof({ factors: secondFactors, secrets: context.secrets, clock });
  const wallKeys = createWallKeyRepository(db);
  const sessions = createSessionService({
    sessions: withScreenSessions(createSessionRepository(db), wallKeys),
    hasher,
    clock,
    proveFactor,
    renewKey: keys.renewed,
  });
  const onChanged = (): void => {
    sessions.forgetKnown();
    keys.forgetKnown();
    reach.forgetKnown();
  };
  const users = createUserService({
    users: createUserRepository(db),
    hasher,
    clock,
    onChanged,
  });
  const oidc = createOidcService({
    settings: context.oidc ?? null,
    accounts: createOidcRepository(db),
    sessions,
    secrets: context.secrets,
    clock,
    log,
  });
  const factors = createSecondFactorService({
    factors: secondFactors,
    prove: proveFactor,
    reprove: sessions.reprove,
    secrets: context.secrets,
    clock,
    onChanged,
  });
  const teams = createTeamService({ teams: createTeamRepository(db), clock, onChanged });
  const grants = createGrantService({ grants: createGrantRepository(db), clock, onChanged });
  const cameras = createCameraService({
    cameras: cameraRepository,
    secrets: context.secrets,
    publish: context.publish,
    clock,
    onChanged,
  });
  const cameraBulk = createCameraBulkService({
    bulk: createCameraBulkRepository(db),
    publish: context.publish,
    clock,
    onChanged,
  });
  const cameraImports = createCameraImportService({
    cameras: cameraRepository,
    imports: createCameraImportRepository(db),
    secrets: context.secrets,
    publish: context.publish,
    audit,
    clock,
    onChanged,
  });
  const areas = createAreaService({ areas: createAreaRepository(db), clock, onChanged });
  const operatingAreas = createOperatingAreaService({ sets: createOperatingAreaRepository(db), clock, onChanged });
  const mediaToken = context.mediaToken === undefined ? {} : { mediaToken: context.mediaToken };
  const live = createLiveService({
    cameras: cameraRepository,
    reach,
    audit,
    frames: context.frames,
    clock,
    ...mediaToken,
  });
  const liveHub = createLiveHub({
    locate: createLiveLocator({ cameras: cameraRepository, clock }),
    mediaToken: context.mediaToken ?? null,
    onProblem: (err, { cameraId, stream }) => log.debug({ err, cameraId, stream }, 'a live stream was lost'),
  });
  const liveSockets = createLiveSocketService({
    hub: liveHub,
    reach,
    audit,
    sessions,
    clock,
    metrics,
    log,
    ...(context.liveSocketTiming === undefined ? {} : { timing: context.liveSocketTiming }),
  });
  const whep = createWhepService({
    hub: liveHub,
    reach,
    audit,
    sessions,
    metrics,
    log,
    network: context.webrtc ?? { publicAddresses: [], portRange: null },
    ...(context.whepTiming === undefined ? {} : { timing: context.whepTiming }),
  });
  const recordingRepository = createRecordingRepository(db);
  const recordingSource = createRecordingSource({
    recordingsDir: context.recordingsDir,
    objects: context.objects,
    nodeId: context.nodeId ?? null,
    mediaToken: context.mediaToken ?? null,
    mediaAddresses: recordingRepository.mediaAddresses,
    log,
  });
  const pictures = createPictureService({
    audit,
    workers: createPictureWorkerRepository(db),
    nodeId: context.nodeId ?? null,
    mediaToken: context.mediaToken ?? null,
  });
  const recordings = createRecordingService({ recordings: recordingRepository, source: recordingSource, audit, clock });
  const cameraGroups = createCameraGroupService({ groups: createCameraGroupRepository(db), clock });
  const holds = createHoldService({ holds: createHoldRepository(db), clock });
  const storage = createStorageService({ storage: createStorageRepository(db), clock });
  const coverage = createCoverageService({ coverage: createCoverageRepository(db), clock });
  const devices = createCameraDevices({
    cameras: cameraRepository,
    secrets: context.secrets,
    clock,
    ...(context.onvif && { mayReach: context.onvif.mayReach }),
  });
  const onvif = createOnvifService({
    cameras: cameraRepository,
    findings: createFindingRepository(db),
    devices,
    publish: context.publish,
    clock,
    ...context.onvif,
  });
  const ptz = createPtzService({ devices, locks: createPtzLockRepository(db), clock });
  const passages = createPassageService({ passages: createPassageRepository(db), objects: context.objects, audit });
  const events = createEventService({
    liveEvents: context.liveEvents,
    sessions,
    reach,
    metrics,
    log,
    heartbeatMs: context.heartbeatMs ?? HEARTBEAT_MS,
  });
  const alarmRepository = createAlarmRepository(db);
  const alarms = createAlarmService({ alarms: alarmRepository, clock });
  const mutes = createMuteService({ mutes: createMuteRepository(db), clock });
  const incidentParts = { incidents: createIncidentRepository(db), changes: createIncidentChangeRepository(db) };
  const incidents = createIncidentService({ ...incidentParts, alarms: alarmRepository, clock });
  const minutes = createMinutesService({ incidents, pictures, audit, clock });
  const shiftLog = createShiftLogService({ log: createShiftLogRepository(db), clock });
  const incidentWork = createIncidentWorkService({ ...incidentParts, service: incidents });
  const wallParts = { walls: createWallRepository(db), panels: createWallPanelRepository(db), clock };
  const walls = createWallService({ ...wallParts, onChanged: reach.forgetKnown });
  const wallControl = createWallControlService({ ...wallParts, onChanged: reach.forgetKnown });
  const screens = createScreenSessionService({ walls: wallParts.walls, keys: wallKeys, clock, onChanged });
  const console = createConsoleService({ console: createConsoleRepository(db), clock });
  const auditLog = createAuditService({ entries: createAuditRepository(db) });
  const city = createCityFeatures(context, { cameras: cameraRepository, incidents, audit });
  const readiness = createReadinessService({ db, objects: context.objects, log });

  // First: it ends the connection of an upgrade that a later hook refuses.
  await registerWebSockets(app);
  registerAccess(app, { sessions, keys, ...(context.metricsToken ? { metricsToken: context.metricsToken } : {}) });
  registerStorableText(app);
  registerHttpMetrics(app, metrics);
  await registerOpenApi(app);
  await app.register(
    async (scope) => {
      const api: ApiServer = scope.withTypeProvider<TypeBoxTypeProvider>();
      registerSessionRoutes(api, sessions, { loginsPerMinute: context.loginsPerMinute ?? LOGINS_PER_MINUTE });
      registerOpenSessionRoutes(api, sessions);
      registerSecondFactorRoutes(api, factors, { loginsPerMinute: context.loginsPerMinute ?? LOGINS_PER_MINUTE });
      registerKeyRoutes(api, keys);
      registerOidcRoutes(api, oidc, { loginsPerMinute: context.loginsPerMinute ?? LOGINS_PER_MINUTE });
      registerUserRoutes(api, users);
      registerTeamRoutes(api, teams);
      registerAuditRoutes(api, auditLog);
      registerGrantRoutes(api, grants);
      registerAreaRoutes(api, areas);
      registerOperatingAreaRoutes(api, operatingAreas);
      registerCameraRoutes(api, cameras);
      registerCameraImportRoutes(api, cameraImports);
      registerCameraBulkRoutes(api, cameraBulk);
      registerLiveRoutes(api, live);
      registerLiveSocketRoutes(api, liveSockets);
      registerWhepRoutes(api, whep);
      registerRecordingRoutes(api, recordings);
      registerPictureRoutes(api, pictures);
      registerCameraGroupRoutes(api, cameraGroups);
      registerHoldRoutes(api, holds);
      registerStorageRoutes(api, storage);
      registerCoverageRoutes(api, coverage);
      registerOnvifRoutes(api, onvif);
      registerPtzRoutes(api, ptz);
      registerPassageRoutes(api, passages);
      registerEventRoutes(api, events);
      registerAlarmRoutes(api, alarms);
      registerMuteRoutes(api, mutes);
      registerIncidentRoutes(api, incidents);
      registerIncidentWorkRoutes(api, incidentWork);
      registerWallRoutes(api, walls);
      registerWallControlRoutes(api, wallControl);
      registerWallKeyRoutes(api, screens, { joinsPerMinute: context.loginsPerMinute ?? LOGINS_PER_MINUTE });
      registerConsoleRoutes(api, console);
      registerMinutesRoutes(api, minutes);
      registerShiftLogRoutes(api, shiftLog);
      city.register(api);
    },
    { prefix: '/api/v1' },
  );
  registerSystemRoutes(app, { readiness, metricsText: context.metricsText ?? (() => metrics.metrics()) });
  await registerViewer(app, context.viewerDir);

  app.addHook('onReady', async () => {
    events.start();
    liveSockets.start();
    whep.start();
  });
  app.addHook('preClose', async () => {
    events.close();
    live.close();
    pictures.close();
    await liveSockets.close();
    await whep.close();
    await liveHub.close();
  });
}
