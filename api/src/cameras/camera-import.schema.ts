import { type Static, Type } from 'typebox';
import { nullable } from '../http/common.schema.ts';

export const CameraImportQuery = Type.Object(
  {
    mode: Type.Union([Type.Literal('check'), Type.Literal('all'), Type.Literal('good')], {
      description: 'check: nothing is kept; all: every row or none; good: the rows without faults',
    }),
  },
  { additionalProperties: false },
);
export type ImportMode = Static<typeof CameraImportQuery>['mode'];

const CameraImportFault = Type.Object(
  {
    line: Type.Integer({ description: 'of the file; the header is line 1' }),
    column: nullable(Type.String({ description: 'name of the column; null: the row as a whole' })),
    vi: Type.String(),
    en: Type.String(),
  },
  { title: 'CameraImportFault', additionalProperties: false },
);
export type CameraImportFault = Static<typeof CameraImportFault>;

export const CameraImportResult = Type.Object(
  {
    rows: Type.Integer({ description: 'of the file, without the header' }),
    good: Type.Integer({ description: 'rows without a fault' }),
    created: Type.Integer({ description: 'cameras that were made; 0 after a check' }),
    faults: Type.Array(CameraImportFault),
  },
  { title: 'CameraImportResult', additionalProperties: false },
);
export type CameraImportResult = Static<typeof CameraImportResult>;
