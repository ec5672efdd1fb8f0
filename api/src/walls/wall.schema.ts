import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';
import { ShownContent, WallContent, WallLayoutText } from './wall-content.schema.ts';

const fixed = { additionalProperties: false };
export const MAX_SCREENS = 16;
export const MAX_PANELS = 64;

export const WallIdText = CameraIdText;
export const WallParams = Type.Object({ id: WallIdText }, fixed);
const PanelNumber = Type.Integer({ minimum: 1, maximum: 99, description: 'unique within the wall' });
export const PanelParams = Type.Object({ id: WallIdText, panel: PanelNumber }, fixed);
const Name = Type.String({ minLength: 1, maxLength: 80 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Severity = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)], {
  description: '1 notice, 2 minor, 3 major, 4 critical',
});

const Reserve = Type.Object(
  {
    severity: Severity,
    showS: nullable(
      Type.Integer({ minimum: 5, maximum: 3600, description: 'seconds an alarm stays; null: until acknowledged' }),
    ),
  },
  { title: 'WallReserve', ...fixed, description: 'alarms of this severity and above come to the panel' },
);

const Panel = {
  number: PanelNumber,
  x: Share,
  y: Share,
  width: Share,
  height: Share,
  reserve: nullable(Reserve),
};

const PanelEdit = Type.Object(Panel, {
  title: 'WallPanelEdit',
  ...fixed,
  description: 'shares of the screen; all but `free` layouts have their own rectangles whatever is sent',
});
const ScreenEdit = Type.Object(
  {
    id: CameraIdText,
    name: Name,
    layout: WallLayoutText,
    panels: Type.Array(PanelEdit, { minItems: 1, maxItems: MAX_PANELS }),
  },
  { title: 'WallScreenEdit', ...fixed },
);
const PresetNumber = Type.Integer({ minimum: 1, maximum: 9 });
const PresetEdit = Type.Object(
  {
    number: PresetNumber,
    name: Name,
    tiles: Type.Array(Type.Object({ panel: PanelNumber, content: WallContent }, fixed), { maxItems: MAX_PANELS }),
  },
  { title: 'WallPresetEdit', ...fixed },
);
const Screens = Type.Array(ScreenEdit, { minItems: 1, maxItems: MAX_SCREENS });
const Presets = Type.Array(PresetEdit, { maxItems: 9 });

export const WallCreate = Type.Object(
  {
    id: Type.Optional(WallIdText),
    name: Name,
    areaId: Type.Optional(nullable(CameraIdText)),
    screens: Screens,
    presets: Type.Optional(Presets),
  },
  { title: 'WallCreate', ...fixed },
);
export type WallCreate = Static<typeof WallCreate>;

export const WallUpdate = Type.Object(
  {
    name: Type.Optional(Name),
    areaId: Type.Optional(nullable(CameraIdText)),
    screens: Type.Optional(Screens),
    presets: Type.Optional(Presets),
  },
  { title: 'WallUpdate', ...fixed, description: 'an absent field stays' },
);
export type WallUpdate = Static<typeof WallUpdate>;

const PanelLock = Type.Object(
  { until: Instant, name: Type.String({ description: 'who holds it' }), isMine: Type.Boolean() },
  { title: 'WallPanelLock', ...fixed },
);
const PanelAlarm = Type.Object(
  {
    id: Uuid,
    kind: Type.String(),
    text: Type.Object({ vi: Type.String(), en: Type.String() }, fixed),
    severity: Severity,
    count: Type.Integer(),
    firstAt: Instant,
    lastAt: Instant,
    cameraId: CameraIdText,
    place: nullable(Type.String({ description: 'the area of the camera' })),
    until: nullable(Instant),
  },
  { title: 'WallPanelAlarm', ...fixed },
);
const PanelIncident = Type.Object(
  {
    number: Type.Integer(),
    title: Type.String(),
    severity: Severity,
    state: Type.String(),
    occurredAt: Instant,
    cameraIds: Type.Array(CameraIdText, { maxItems: 4 }),
  },
  { title: 'WallPanelIncident', ...fixed },
);

const PanelView = Type.Object(
  {
    ...Panel,
    content: nullable(ShownContent),
    source: Type.Enum(['preset', 'push', 'alarm'], { description: 'why it shows what it shows' }),
    owner: nullable(Type.String({ description: 'who pushed it' })),
    since: Instant,
    lock: nullable(PanelLock),
    alarm: nullable(PanelAlarm),
    incident: nullable(PanelIncident),
  },
  { title: 'WallPanel', ...fixed },
);
export type PanelView = Static<typeof PanelView>;

export const Wall = Type.Object(
  {
    id: WallIdText,
    name: Name,
    areaId: nullable(CameraIdText),
    screens: Type.Array(
      Type.Object(
        { id: CameraIdText, name: Name, layout: WallLayoutText, panels: Type.Array(PanelView) },
        { title: 'WallScreen', ...fixed },
      ),
    ),
    presets: Type.Array(
      Type.Object(
        {
          number: PresetNumber,
          name: Name,
          tiles: Type.Array(Type.Object({ panel: PanelNumber, content: ShownContent }, fixed)),
        },
        { title: 'WallPreset', ...fixed },
      ),
    ),
    preset: nullable(PresetNumber),
    presetBy: nullable(Type.String()),
    alarmsWaiting: Type.Integer({ description: 'alarms that no reserved panel has room for' }),
    version: Type.Integer(),
    serverNow: Instant,
  },
  { title: 'Wall', ...fixed },
);
export type Wall = Static<typeof Wall>;

export const WallSummary = Type.Object(
  {
    id: WallIdText,
    name: Name,
    areaId: nullable(CameraIdText),
    screens: Type.Array(Type.Object({ id: CameraIdText, name: Name, panels: Type.Integer() }, fixed)),
    preset: nullable(PresetNumber),
    alarmsWaiting: Type.Integer(),
    version: Type.Integer(),
  },
  { title: 'WallSummary', ...fixed },
);
export type WallSummary = Static<typeof WallSummary>;
export const WallList = Type.Object({ items: Type.Array(WallSummary) }, { title: 'WallList', ...fixed });

export const PresetRequest = Type.Object({ number: PresetNumber }, { title: 'WallPresetRequest', ...fixed });

const LockSeconds = Type.Integer({ minimum: 0, maximum: 8 * 3600, description: '0: not locked' });
const IsForced = Type.Boolean({ description: 'break the lock of somebody else: takes wall.manage' });

export const PushRequest = Type.Object(
  { content: WallContent, lockSeconds: Type.Optional(LockSeconds), isForced: Type.Optional(IsForced) },
  { title: 'WallPush', ...fixed },
);
export type PushRequest = Static<typeof PushRequest>;

export const LockRequest = Type.Object(
  { seconds: LockSeconds, isForced: Type.Optional(IsForced) },
  { title: 'WallLock', ...fixed },
);
export type LockRequest = Static<typeof LockRequest>;

export const ReturnRequest = Type.Object({ isForced: Type.Optional(IsForced) }, { title: 'WallReturn', ...fixed });
export type ReturnRequest = Static<typeof ReturnRequest>;
