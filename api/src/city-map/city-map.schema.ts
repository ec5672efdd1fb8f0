import { type Static, Type } from 'typebox';
import { CameraIdText, nullable } from '../http/common.schema.ts';

export const CameraFeature = Type.Object(
  {
    type: Type.Literal('Feature'),
    id: CameraIdText,
    geometry: Type.Object(
      { type: Type.Literal('Point'), coordinates: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }) },
      { additionalProperties: false },
    ),
    properties: Type.Object(
      {
        id: CameraIdText,
        name: Type.String(),
        number: Type.Integer(),
        areaId: nullable(CameraIdText),
        state: Type.Union([
          Type.Literal('connecting'),
          Type.Literal('live'),
          Type.Literal('stale'),
          Type.Literal('offline'),
          Type.Literal('disabled'),
        ]),
        hasSubStream: Type.Boolean(),
        bearingDeg: nullable(Type.Number({ description: 'from north, clockwise' })),
        viewDeg: nullable(Type.Number({ description: 'width of what it sees' })),
        viewM: nullable(Type.Number({ description: 'how far it sees well' })),
        version: Type.Integer({ description: 'for If-Match of an edit' }),
      },
      { additionalProperties: false },
    ),
  },
  { title: 'CameraFeature', additionalProperties: false },
);
export type CameraFeature = Static<typeof CameraFeature>;

export const CameraFeatures = Type.Object(
  { type: Type.Literal('FeatureCollection'), features: Type.Array(CameraFeature) },
  {
    title: 'CameraFeatures',
    additionalProperties: false,
    description: 'RFC 7946 in WGS84: cameras with a known place, by name',
  },
);
export type CameraFeatures = Static<typeof CameraFeatures>;

export const CameraFeaturesQuery = Type.Object(
  {
    bbox: Type.Optional(
      Type.String({
        pattern: '^-?\\d{1,3}(\\.\\d{1,8})?(,-?\\d{1,3}(\\.\\d{1,8})?){3}$',
        description: 'west,south,east,north in degrees',
      }),
    ),
    areaId: Type.Optional(CameraIdText),
  },
  { additionalProperties: false },
);
export type CameraFeaturesQuery = Static<typeof CameraFeaturesQuery>;

const MapFileName = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,60}\\.(geojson|pmtiles)$' });
export const MapFileParams = Type.Object({ file: MapFileName }, { additionalProperties: false });

export const MapFiles = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          file: MapFileName,
          bytes: Type.Integer(),
          isPublic: Type.Boolean({ description: 'also shown to citizens who report something' }),
        },
        { title: 'MapFile', additionalProperties: false },
      ),
    ),
  },
  { title: 'MapFiles', additionalProperties: false, description: "the city's own map, by file name" },
);
export type MapFiles = Static<typeof MapFiles>;
