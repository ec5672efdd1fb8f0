import { type Static, Type } from 'typebox';
import { RoleText } from './identity.schema.ts';

const Password = Type.String({ minLength: 1, maxLength: 200, description: 'the own, once more' });
const Code = Type.String({ minLength: 1, maxLength: 40 });

export const SecondFactor = Type.Object(
  {
    isOn: Type.Boolean(),
    isNeeded: Type.Boolean({ description: 'a role of theirs asks for it' }),
    recoveryCodesLeft: Type.Integer(),
  },
  { title: 'SecondFactor', additionalProperties: false },
);
export type SecondFactor = Static<typeof SecondFactor>;

export const SecondFactorStart = Type.Object(
  { secret: Type.String({ description: 'base32, to type in' }), uri: Type.String({ description: 'to scan' }) },
  { title: 'SecondFactorStart', additionalProperties: false },
);
export type SecondFactorStart = Static<typeof SecondFactorStart>;

export const RecoveryCodes = Type.Object(
  { codes: Type.Array(Type.String(), { description: 'shown this once; each lets in once' }) },
  { title: 'RecoveryCodes', additionalProperties: false },
);

export const PasswordProof = Type.Object(
  { password: Password },
  { title: 'PasswordProof', additionalProperties: false },
);
export const CodeProof = Type.Object({ code: Code }, { title: 'CodeProof', additionalProperties: false });
export const SecondFactorEnd = Type.Object(
  { password: Password, code: Code },
  { title: 'SecondFactorEnd', additionalProperties: false },
);

export const RoleRule = Type.Object(
  { role: RoleText, needsSecondFactor: Type.Boolean() },
  { title: 'RoleRule', additionalProperties: false },
);
export type RoleRule = Static<typeof RoleRule>;
export const RoleRuleList = Type.Object(
  { items: Type.Array(RoleRule) },
  { title: 'RoleRuleList', additionalProperties: false },
);
export const RoleRuleUpdate = Type.Object(
  { needsSecondFactor: Type.Boolean() },
  { title: 'RoleRuleUpdate', additionalProperties: false },
);
export const RoleParams = Type.Object({ role: RoleText }, { additionalProperties: false });
