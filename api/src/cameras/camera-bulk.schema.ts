import { type Static, Type } from 'typebox';
import { CameraIdText } from '../http/common.schema.ts';
import { CameraUpdate } from './camera.schema.ts';

const { areaId, groupId, purposes, profile, isEnabled } = CameraUpdate.properties;

export const CameraBulkChanges = Type.Object(
  { areaId, groupId, purposes, profile, isEnabled },
  { title: 'CameraBulkChanges', additionalProperties: false, minProperties: 1 },
);

export const CameraBulkEdit = Type.Object(
  {
    cameras: Type.Array(
      Type.Object({ id: CameraIdText, version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      { minItems: 1, maxItems: 1000, description: 'each once, with the version that the edit was made from' },
    ),
    changes: CameraBulkChanges,
  },
  { title: 'CameraBulkEdit', additionalProperties: false },
);
export type CameraBulkEdit = Static<typeof CameraBulkEdit>;

export const CameraBulkResult = Type.Object(
  { changed: Type.Integer() },
  { title: 'CameraBulkResult', additionalProperties: false },
);
