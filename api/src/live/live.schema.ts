import { Type } from 'typebox';
import { CameraIdText } from '../http/common.schema.ts';

export const LiveParams = Type.Object(
  {
    id: CameraIdText,
    stream: Type.Union([Type.Literal('main'), Type.Literal('sub')]),
    file: Type.String({
      pattern: '^(index\\.m3u8|init-\\d{1,9}\\.mp4|seg-\\d{1,12}\\.m4s|part-\\d{1,12}-\\d{1,6}\\.m4s)$',
    }),
  },
  { additionalProperties: false },
);

const Counter = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** LL-HLS delivery directives (RFC 8216bis, section 6.2.5). */
export const LiveQuery = Type.Object(
  {
    _HLS_msn: Type.Optional(Counter),
    _HLS_part: Type.Optional(Counter),
    _HLS_skip: Type.Optional(Type.Union([Type.Literal('YES'), Type.Literal('v2')])),
  },
  { additionalProperties: false },
);
