import { ApiProblem } from '@thapcanh/api-client/api-problem';
import { createApiClient } from '@thapcanh/api-client/client';
import type { paths } from '@thapcanh/api-client/schema';

/** The one client of this page; same origin, session cookie. */
export const api = createApiClient();

type Answer<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type Camera = Answer<'/api/v1/cameras', 'get'>['items'][number];
export type CameraHealth = Answer<'/api/v1/cameras/health', 'get'>['items'][number];
export type CameraOwnerBody = paths['/api/v1/cameras/{id}/owner']['put']['requestBody']['content']['application/json'];
export type CameraFeature = Answer<'/api/v1/cameras.geojson', 'get'>['features'][number];
export type MapFile = Answer<'/api/v1/map/files', 'get'>['items'][number];
export type ReportFormFacts = Answer<'/api/v1/public/report-form', 'get'>;
export type PublicReport = Answer<'/api/v1/public/reports/{token}', 'get'>;
export type ReportPage = Answer<'/api/v1/reports', 'get'>;
export type ReportSummary = ReportPage['items'][number];
export type Report = Answer<'/api/v1/reports/{id}', 'get'>;
export type Passage = Answer<'/api/v1/passages', 'get'>['items'][number];
export type PassagePage = Answer<'/api/v1/passages', 'get'>;
export type RecordingSpans = Answer<'/api/v1/cameras/{id}/recordings', 'get'>;
export type DayCoverage = Answer<'/api/v1/coverage', 'get'>;
export type CameraCoverage = Answer<'/api/v1/cameras/{id}/coverage', 'get'>;
export type RecordingGap = CameraCoverage['gaps'][number];
export type StorageOverview = Answer<'/api/v1/storage', 'get'>;
export type StorageNode = StorageOverview['nodes'][number];
export type StorageGroup = StorageOverview['groups'][number];
export type CameraGroup = Answer<'/api/v1/camera-groups', 'get'>['items'][number];
export type HoldPage = Answer<'/api/v1/holds', 'get'>;
export type Hold = HoldPage['items'][number];
export type DeletionPage = Answer<'/api/v1/deletions', 'get'>;
export type Deletion = DeletionPage['items'][number];
export type CameraFinding = Answer<'/api/v1/cameras/{id}/findings', 'get'>['items'][number];
export type DiscoveredDevice = Answer<'/api/v1/onvif/discover', 'post'>['items'][number];
export type ProbeResult = Answer<'/api/v1/onvif/probe', 'post'>;
export type PtzPreset = Answer<'/api/v1/cameras/{id}/ptz/presets', 'get'>['items'][number];
export type AlarmPage = Answer<'/api/v1/alarms', 'get'>;
export type Alarm = AlarmPage['items'][number];
export type AlarmHistory = Answer<'/api/v1/alarms/{id}', 'get'>;
export type AlarmSummary = Answer<'/api/v1/alarms/summary', 'get'>;
export type AlarmMute = Answer<'/api/v1/alarm-mutes', 'get'>['items'][number];
export type ControlRoom = Answer<'/api/v1/control-rooms', 'get'>['items'][number];
export type ShiftLogPage = Answer<'/api/v1/shift-log', 'get'>;
export type IncidentPage = Answer<'/api/v1/incidents', 'get'>;
export type IncidentSummary = IncidentPage['items'][number];
export type Incident = Answer<'/api/v1/incidents/{id}', 'get'>;
export type IncidentUnit = Answer<'/api/v1/incident-units', 'get'>['items'][number];
export type AuditPage = Answer<'/api/v1/audit', 'get'>;
export type AuditEntry = AuditPage['items'][number];
export type Area = Answer<'/api/v1/areas', 'get'>['items'][number];
export type OperatingArea = Answer<'/api/v1/operating-areas', 'get'>['items'][number];
export type Team = Answer<'/api/v1/teams', 'get'>['items'][number];
export type Grant = Answer<'/api/v1/grants', 'get'>['items'][number];
export type ApiKey = Answer<'/api/v1/keys', 'get'>['items'][number];
export type OpenSession = Answer<'/api/v1/sessions', 'get'>['items'][number];
export type User = Answer<'/api/v1/users', 'get'>['items'][number];
export type SessionUser = Answer<'/api/v1/session', 'get'>['user'];

export type Wall = Answer<'/api/v1/walls/{id}', 'get'>;
export type WallSummary = Answer<'/api/v1/walls', 'get'>['items'][number];
export type WallScreen = Wall['screens'][number];
export type WallPanel = WallScreen['panels'][number];
export type WallKey = Answer<'/api/v1/walls/{id}/keys', 'get'>['items'][number];
export type ConsoleLayout = Answer<'/api/v1/console/layouts', 'get'>['items'][number];
/** What a panel or a tile shows, as it is sent. */
export type TileContent = NonNullable<ConsoleLayout['tiles'][number]>;

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}

/** Paths of media that `<video>`, hls.js and `<img>` load by themselves. */
export const mediaPath = {
  live: (cameraId: string, stream: 'main' | 'sub') => `/api/v1/cameras/${cameraId}/live/${stream}/index.m3u8`,
  whep: (cameraId: string, stream: 'main' | 'sub') => `/api/v1/cameras/${cameraId}/live/${stream}/whep`,
  snapshot: (cameraId: string) => `/api/v1/cameras/${cameraId}/snapshot`,
  playback: (cameraId: string, from: Date, to: Date) =>
    `/api/v1/cameras/${cameraId}/playback.m3u8?from=${from.toISOString()}&to=${to.toISOString()}`,
  minutes: (incidentId: string, language: 'vi' | 'en') =>
    `/api/v1/incidents/${incidentId}/minutes.pdf?language=${language}`,
  crop: (passageId: string) => `/api/v1/passages/${passageId}/crop`,
  scene: (passageId: string) => `/api/v1/passages/${passageId}/scene`,
};
