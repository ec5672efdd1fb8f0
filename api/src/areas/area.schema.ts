import { type Static, Type } from 'typebox';
import { CameraIdText, nullable } from '../http/common.schema.ts';

/** The same form as ids of cameras. */
export const AreaIdText = CameraIdText;
export const AreaParams = Type.Object({ id: AreaIdText }, { additionalProperties: false });

const Name = Type.String({ minLength: 1, maxLength: 120 });
const Kind = Type.Union([Type.Literal('province'), Type.Literal('ward'), Type.Literal('site')], {
  description: 'a ward lies in a province, a site in a ward',
});

export const Area = Type.Object(
  {
    id: AreaIdText,
    parentId: nullable(AreaIdText),
    kind: Kind,
    name: Name,
    cameras: Type.Integer({ description: 'how many cameras the caller may see in it and in what it contains' }),
    version: Type.Integer(),
  },
  { title: 'Area', additionalProperties: false },
);
export type Area = Static<typeof Area>;

export const AreaList = Type.Object({ items: Type.Array(Area) }, { title: 'AreaList', additionalProperties: false });

export const AreaCreate = Type.Object(
  {
    id: Type.Optional(AreaIdText),
    parentId: Type.Optional(nullable(AreaIdText)),
    kind: Kind,
    name: Name,
  },
  { title: 'AreaCreate', additionalProperties: false },
);
export type AreaCreate = Static<typeof AreaCreate>;

export const AreaUpdate = Type.Object(
  { parentId: Type.Optional(AreaIdText), name: Type.Optional(Name) },
  { title: 'AreaUpdate', additionalProperties: false, description: 'an absent field stays' },
);
export type AreaUpdate = Static<typeof AreaUpdate>;

const AreaIds = Type.Array(AreaIdText, { maxItems: 500, description: 'each with everything in it' });
const GroupIds = Type.Array(CameraIdText, { maxItems: 500 });

export const OperatingArea = Type.Object(
  {
    id: AreaIdText,
    name: Name,
    areaIds: AreaIds,
    groupIds: GroupIds,
    cameras: Type.Integer({ description: 'how many cameras are in its areas and groups' }),
    version: Type.Integer(),
  },
  { title: 'OperatingArea', additionalProperties: false },
);
export type OperatingArea = Static<typeof OperatingArea>;

export const OperatingAreaList = Type.Object(
  { items: Type.Array(OperatingArea) },
  { title: 'OperatingAreaList', additionalProperties: false },
);

export const OperatingAreaCreate = Type.Object(
  { id: Type.Optional(AreaIdText), name: Name, areaIds: AreaIds, groupIds: GroupIds },
  { title: 'OperatingAreaCreate', additionalProperties: false },
);
export type OperatingAreaCreate = Static<typeof OperatingAreaCreate>;

export const OperatingAreaUpdate = Type.Object(
  { name: Type.Optional(Name), areaIds: Type.Optional(AreaIds), groupIds: Type.Optional(GroupIds) },
  { title: 'OperatingAreaUpdate', additionalProperties: false, description: 'an absent field stays' },
);
export type OperatingAreaUpdate = Static<typeof OperatingAreaUpdate>;
