import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable } from '../http/common.schema.ts';

export const DiscoverRequest = Type.Object(
  {
    seconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10, description: 'how long answers are awaited, 3 by default' }),
    ),
  },
  { title: 'OnvifDiscoverRequest', additionalProperties: false },
);

export const DiscoveredList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: 'urn:uuid of the device' }),
          address: Type.String({ description: 'IP address' }),
          deviceUrl: Type.String({ description: 'for /onvif/probe' }),
          name: nullable(Type.String()),
          hardware: nullable(Type.String()),
          location: nullable(Type.String()),
          cameraId: nullable(CameraIdText),
        },
        {
          title: 'OnvifDiscovered',
          additionalProperties: false,
          description: 'cameraId: the camera already taken in at this address',
        },
      ),
    ),
  },
  { title: 'OnvifDiscoveredList', additionalProperties: false },
);
export type DiscoveredList = Static<typeof DiscoveredList>;

export const ProbeRequest = Type.Object(
  {
    address: Type.String({ minLength: 1, maxLength: 300, description: 'IP address, host:port or device service URL' }),
    username: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    password: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    tryDefaultPasswords: Type.Optional(
      Type.Boolean({ description: 'also tries the maker’s shipped accounts, at most two: cameras lock accounts' }),
    ),
  },
  { title: 'OnvifProbeRequest', additionalProperties: false },
);
export type ProbeRequest = Static<typeof ProbeRequest>;

export const CheckRequest = Type.Object(
  { tryDefaultPasswords: Type.Optional(Type.Boolean()) },
  { title: 'OnvifCheckRequest', additionalProperties: false },
);

export const FindingView = Type.Object(
  {
    code: Type.String(),
    severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('serious')]),
    vi: Type.String(),
    en: Type.String(),
  },
  { title: 'Finding', additionalProperties: false },
);
export type FindingView = Static<typeof FindingView>;

export const ProbeResultView = Type.Object(
  {
    deviceUrl: Type.String(),
    manufacturer: Type.String(),
    model: Type.String(),
    firmware: Type.String(),
    serialNumber: Type.String(),
    clockOffsetMs: nullable(Type.Integer({ description: 'clock of the camera minus ours, good to half a second' })),
    profiles: Type.Array(
      Type.Object(
        {
          token: Type.String(),
          name: Type.String(),
          hasPtz: Type.Boolean(),
          encoding: nullable(Type.String()),
          width: nullable(Type.Number()),
          height: nullable(Type.Number()),
          fps: nullable(Type.Number()),
          kbps: nullable(Type.Number()),
          gopFrames: nullable(Type.Number()),
          audio: nullable(Type.String()),
          streamUrl: nullable(Type.String()),
        },
        { title: 'OnvifProfile', additionalProperties: false },
      ),
    ),
    proposal: Type.Object(
      { mainUrl: nullable(Type.String()), subUrl: nullable(Type.String()) },
      { additionalProperties: false },
    ),
    findings: Type.Array(FindingView),
  },
  { title: 'OnvifProbeResult', additionalProperties: false },
);
export type ProbeResultView = Static<typeof ProbeResultView>;

export const CameraFindingList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          ...FindingView.properties,
          foundBy: Type.Union([Type.Literal('stream'), Type.Literal('onvif')]),
          firstSeenAt: Instant,
          lastSeenAt: Instant,
        },
        { title: 'CameraFinding', additionalProperties: false },
      ),
    ),
  },
  { title: 'CameraFindingList', additionalProperties: false },
);
export type CameraFindingList = Static<typeof CameraFindingList>;

export const ClockRequest = Type.Object(
  {
    mode: Type.Union([Type.Literal('manual'), Type.Literal('ntp')]),
    server: Type.Optional(
      nullable(
        Type.String({
          pattern: '^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$',
          description: 'time server; by default the one the camera has',
        }),
      ),
    ),
  },
  { title: 'OnvifClockRequest', additionalProperties: false },
);
export type ClockRequest = Static<typeof ClockRequest>;

export const ClockResult = Type.Object(
  { beforeMs: Type.Integer(), afterMs: Type.Integer() },
  {
    title: 'OnvifClockResult',
    additionalProperties: false,
    description: 'clock of the camera minus ours, before and after',
  },
);

export const GopRequest = Type.Object(
  { seconds: Type.Number({ minimum: 0.2, maximum: 10 }) },
  { title: 'OnvifGopRequest', additionalProperties: false },
);

export const GopResult = Type.Object(
  {
    encoders: Type.Array(
      Type.Object(
        { profile: Type.String(), before: nullable(Type.Number()), after: Type.Number() },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'OnvifGopResult', additionalProperties: false, description: 'pictures from one key frame to the next' },
);
