import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable } from '../http/common.schema.ts';
import { PurposeText } from '../identity/identity.schema.ts';

export const AnalysisProfileText = Type.Union([
  Type.Literal('plate-gate'),
  Type.Literal('street'),
  Type.Literal('none'),
]);

const SourceText = Type.Union([Type.Literal('rtsp'), Type.Literal('ffmpeg')], {
  description: 'how video is fetched: by our own client, or by ffmpeg for a camera that only it understands',
});
const TransportText = Type.Union([Type.Literal('auto'), Type.Literal('tcp'), Type.Literal('udp')], {
  description: 'auto: TCP, and UDP when the camera refuses it',
});
const Site = Type.String({
  maxLength: 60,
  description: 'cameras behind one switch or line reconnect in turn; empty: by network address',
});
const MotionFps = Type.Number({
  exclusiveMinimum: 0,
  maximum: 30,
  description: 'pictures a second for rules that need motion; null: key frames only',
});
const Purposes = Type.Array(PurposeText, {
  minItems: 1,
  uniqueItems: true,
  description: 'what it is watched for; a grant reaches it only when it is given for one of these',
});
const CameraNumber = Type.Integer({
  minimum: 1,
  maximum: 99999,
  description: 'what operators type to call it; unique',
});
const Share = Type.Number({ minimum: 0, maximum: 1 });
const PictureShareText = Type.Object(
  { x: Share, y: Share, width: Share, height: Share },
  { title: 'PictureShare', additionalProperties: false, description: 'in shares of the picture, from the upper left' },
);
const Masks = Type.Array(PictureShareText, {
  maxItems: 16,
  description: 'where plates are not looked for: clock, name of the camera, painted signs',
});
/** Where it stands and what it sees; each may be unknown. */
const PLACE = {
  latitude: nullable(Type.Number({ minimum: -90, maximum: 90, description: 'WGS84; with longitude or not at all' })),
  longitude: nullable(Type.Number({ minimum: -180, maximum: 180 })),
  bearingDeg: nullable(Type.Number({ minimum: 0, exclusiveMaximum: 360, description: 'from north, clockwise' })),
  viewDeg: nullable(Type.Number({ exclusiveMinimum: 0, maximum: 360, description: 'width of what it sees' })),
  viewM: nullable(Type.Number({ exclusiveMinimum: 0, maximum: 5000, description: 'how far it sees well' })),
};
const PLACE_EDIT = {
  latitude: Type.Optional(PLACE.latitude),
  longitude: Type.Optional(PLACE.longitude),
  bearingDeg: Type.Optional(PLACE.bearingDeg),
  viewDeg: Type.Optional(PLACE.viewDeg),
  viewM: Type.Optional(PLACE.viewM),
};
const OnvifUrl = Type.String({ minLength: 1, maxLength: 1000, description: 'device service, without credentials' });

export const CameraFaultView = Type.Object(
  { code: Type.String(), vi: Type.String(), en: Type.String() },
  { title: 'CameraFault', additionalProperties: false },
);

export const CameraStatusView = Type.Object(
  {
    state: Type.Union([
      Type.Literal('connecting'),
      Type.Literal('live'),
      Type.Literal('stale'),
      Type.Literal('offline'),
      Type.Literal('disabled'),
    ]),
    fault: nullable(CameraFaultView),
    isRecording: Type.Boolean(),
    lastFrameAt: nullable(Instant),
    frameAgeMs: nullable(Type.Number({ description: 'age of the newest picture when this answer was made' })),
    width: nullable(Type.Integer()),
    height: nullable(Type.Integer()),
    codec: nullable(Type.String()),
    fps: nullable(Type.Number()),
    bitrateKbps: nullable(Type.Number()),
    gopMs: nullable(Type.Number()),
    subCodec: nullable(Type.String()),
    audio: nullable(Type.String({ description: '`aac`; `dropped:PCMA`: a sound that is not recorded; null: none' })),
    clockOffsetMs: nullable(Type.Number({ description: "the camera's clock minus ours; null: it does not say" })),
  },
  { title: 'CameraStatus', additionalProperties: false },
);

export const Camera = Type.Object(
  {
    id: CameraIdText,
    name: Type.String(),
    mainUrl: nullable(Type.String({ description: 'null for whoever may not manage cameras' })),
    subUrl: nullable(Type.String()),
    username: nullable(Type.String()),
    hasPassword: Type.Boolean(),
    hasSubStream: Type.Boolean({ description: 'whether `live/sub` exists besides `live/main`' }),
    profile: AnalysisProfileText,
    groupId: CameraIdText,
    areaId: nullable(CameraIdText),
    purposes: Purposes,
    number: CameraNumber,
    ...PLACE,
    masks: Masks,
    source: SourceText,
    transport: TransportText,
    site: Type.String(),
    motionFps: nullable(MotionFps),
    onvifUrl: nullable(Type.String({ description: 'null for whoever may not manage cameras' })),
    isEnabled: Type.Boolean(),
    origin: Type.Union([Type.Literal('ui'), Type.Literal('file'), Type.Literal('command-line'), Type.Literal('demo')]),
    version: Type.Integer(),
    status: CameraStatusView,
  },
  { title: 'Camera', additionalProperties: false },
);
export type Camera = Static<typeof Camera>;

export const CameraList = Type.Object(
  { items: Type.Array(Camera) },
  { title: 'CameraList', additionalProperties: false },
);

export const CameraQuery = Type.Object(
  {
    q: Type.Optional(
      Type.String({ maxLength: 100, description: 'part of the name or id, without regard to case and accents' }),
    ),
    areaId: Type.Optional(CameraIdText),
    near: Type.Optional(
      Type.String({
        pattern: '^-?\\d{1,2}(\\.\\d{1,8})?,-?\\d{1,3}(\\.\\d{1,8})?$',
        description: 'latitude,longitude: cameras with a known place, the nearest first',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'at most so many; all by default' })),
  },
  { additionalProperties: false, description: 'an area stands for itself and everything in it' },
);

export type CameraQuery = Static<typeof CameraQuery>;

const Name = Type.String({ minLength: 1, maxLength: 120 });
const Url = Type.String({ minLength: 1, maxLength: 1000 });
const Username = Type.String({ maxLength: 200 });
const Password = Type.String({ maxLength: 200 });

export const CameraCreate = Type.Object(
  {
    id: Type.Optional(CameraIdText),
    name: Name,
    mainUrl: Url,
    subUrl: Type.Optional(nullable(Url)),
    username: Type.Optional(nullable(Username)),
    password: Type.Optional(nullable(Password)),
    profile: AnalysisProfileText,
    groupId: Type.Optional(CameraIdText),
    areaId: Type.Optional(nullable(CameraIdText)),
    purposes: Type.Optional(Purposes),
    number: Type.Optional(CameraNumber),
    ...PLACE_EDIT,
    masks: Type.Optional(Masks),
    source: Type.Optional(SourceText),
    transport: Type.Optional(TransportText),
    site: Type.Optional(Site),
    motionFps: Type.Optional(nullable(MotionFps)),
    onvifUrl: Type.Optional(nullable(OnvifUrl)),
  },
  { title: 'CameraCreate', additionalProperties: false },
);
export type CameraCreate = Static<typeof CameraCreate>;

export const CameraUpdate = Type.Object(
  {
    name: Type.Optional(Name),
    mainUrl: Type.Optional(Url),
    subUrl: Type.Optional(nullable(Url)),
    username: Type.Optional(nullable(Username)),
    password: Type.Optional(nullable(Password)),
    profile: Type.Optional(AnalysisProfileText),
    groupId: Type.Optional(CameraIdText),
    areaId: Type.Optional(nullable(CameraIdText)),
    purposes: Type.Optional(Purposes),
    number: Type.Optional(CameraNumber),
    ...PLACE_EDIT,
    masks: Type.Optional(Masks),
    source: Type.Optional(SourceText),
    transport: Type.Optional(TransportText),
    site: Type.Optional(Site),
    motionFps: Type.Optional(nullable(MotionFps)),
    onvifUrl: Type.Optional(nullable(OnvifUrl)),
    isEnabled: Type.Optional(Type.Boolean()),
  },
  { title: 'CameraUpdate', additionalProperties: false, description: 'an absent field stays; null clears it' },
);
export type CameraUpdate = Static<typeof CameraUpdate>;
