import { type Static, Type } from 'typebox';
import { Instant } from '../http/common.schema.ts';

const Speed = Type.Number({ minimum: -1, maximum: 1 });

export const PtzMove = Type.Object(
  {
    pan: Type.Optional(Speed),
    tilt: Type.Optional(Speed),
    zoom: Type.Optional(Speed),
    forMs: Type.Optional(
      Type.Integer({ minimum: 100, maximum: 5000, description: 'then the camera stops by itself; 1000 by default' }),
    ),
  },
  { title: 'PtzMove', additionalProperties: false, description: 'right, up and nearer are positive' },
);
export type PtzMove = Static<typeof PtzMove>;

export const PtzPresetRequest = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 64 }) },
  { title: 'PtzPresetRequest', additionalProperties: false },
);

export const PtzPresetList = Type.Object(
  {
    items: Type.Array(
      Type.Object({ token: Type.String(), name: Type.String() }, { title: 'PtzPreset', additionalProperties: false }),
    ),
  },
  { title: 'PtzPresetList', additionalProperties: false },
);

export const PtzLockRequest = Type.Object(
  { seconds: Type.Integer({ minimum: 0, maximum: 300, description: '0 gives it back' }) },
  { title: 'PtzLockRequest', additionalProperties: false },
);

export const PtzLock = Type.Object(
  { until: Type.Union([Instant, Type.Null()]) },
  { title: 'PtzLock', additionalProperties: false, description: 'until when nobody else may turn the camera' },
);
