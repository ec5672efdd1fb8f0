import { SEQUENCE_LIMITS } from '@thapcanh/core/walls/wall-content';
import { WALL_LAYOUTS } from '@thapcanh/core/walls/wall-layout';
import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, Uuid } from '../http/common.schema.ts';

export const WallLayoutText = Type.Enum([...WALL_LAYOUTS], {
  description: 'how a screen is divided; `free`: rectangles of one’s own',
});

const fixed = { additionalProperties: false };

const CameraContent = Type.Object({ kind: Type.Literal('camera'), cameraId: CameraIdText }, fixed);
const SequenceContent = Type.Object(
  {
    kind: Type.Literal('sequence'),
    cameraIds: Type.Array(CameraIdText, { minItems: 1, maxItems: SEQUENCE_LIMITS.maxCameras }),
    dwellS: Type.Integer({ minimum: SEQUENCE_LIMITS.minDwellS, maximum: SEQUENCE_LIMITS.maxDwellS }),
  },
  fixed,
);
const ClipContent = Type.Object(
  { kind: Type.Literal('clip'), cameraId: CameraIdText, from: Instant, to: Instant },
  { ...fixed, description: 'a recorded stretch of an hour at most, played over and over' },
);
const IncidentContent = Type.Object({ kind: Type.Literal('incident'), incidentId: Uuid }, fixed);
const MapContent = Type.Object({ kind: Type.Literal('map') }, fixed);

/** What may be put on a panel or a tile. */
export const WallContent = Type.Union([CameraContent, SequenceContent, ClipContent, IncidentContent, MapContent], {
  description: 'what a panel or a tile shows',
});
export type WallContent = Static<typeof WallContent>;

/** As it is answered: `hidden` stands for what the caller may not see. */
export const ShownContent = Type.Union([
  CameraContent,
  SequenceContent,
  ClipContent,
  IncidentContent,
  MapContent,
  Type.Object({ kind: Type.Literal('hidden') }, fixed),
]);
export type ShownContent = Static<typeof ShownContent>;
