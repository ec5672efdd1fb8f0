import { Type } from 'typebox';

export const Health = Type.Object({ status: Type.Literal('ok') }, { title: 'Health', additionalProperties: false });

const Check = Type.Union([Type.Literal('ok'), Type.Literal('failed')]);

export const Readiness = Type.Object(
  {
    status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
    checks: Type.Object({ database: Check, objects: Check }, { additionalProperties: false }),
  },
  { title: 'Readiness', additionalProperties: false },
);
