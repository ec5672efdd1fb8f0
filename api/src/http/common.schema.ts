import { Type } from 'typebox';

/** The schema's values or null. */
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** An instant: RFC 3339, UTC, milliseconds. */
export const Instant = Type.String({
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'RFC 3339 instant; answers are always UTC with milliseconds',
});

export const CameraIdText = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' });

export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});

export const CameraParams = Type.Object({ id: CameraIdText }, { additionalProperties: false });
export const UuidParams = Type.Object({ id: Uuid }, { additionalProperties: false });

/** RFC 9457 problem details, with a stable code and the text in both languages. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:thapcanh:problem:<code>' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'the text in the language of Accept-Language, Vietnamese by default' }),
    code: Type.String({ description: 'stable: TC_...' }),
    traceId: Type.String(),
    retryable: Type.Boolean({ description: 'whether the same call may succeed later by itself' }),
    messages: Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false }),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }, { additionalProperties: false })),
    ),
  },
  { title: 'Problem', additionalProperties: false },
);

/** A body of bytes in one media type, as OpenAPI describes it; never passes through the JSON serialiser. */
export const binary = (mediaType: string, description: string) => ({
  description,
  content: { [mediaType]: { schema: Type.Unsafe<unknown>({ type: 'string', format: 'binary' }) } },
});

/** An answer without a body. */
export const empty = (description: string) => Type.Null({ description });

/** Every JSON route answers failures this way. */
export const problems = {
  '4xx': { description: 'refused', content: { 'application/problem+json': { schema: Problem } } },
  '5xx': { description: 'failed', content: { 'application/problem+json': { schema: Problem } } },
};
