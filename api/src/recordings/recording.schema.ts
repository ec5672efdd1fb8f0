import { type Static, Type } from 'typebox';
import { Instant } from '../http/common.schema.ts';

export const PeriodQuery = Type.Object({ from: Instant, to: Instant }, { additionalProperties: false });
export type PeriodQuery = Static<typeof PeriodQuery>;

const Span = Type.Object({ startedAt: Instant, endedAt: Instant }, { title: 'TimeSpan', additionalProperties: false });
export type Span = Static<typeof Span>;

export const RecordingTimeline = Type.Object(
  { spans: Type.Array(Span), gaps: Type.Array(Span) },
  {
    title: 'RecordingTimeline',
    additionalProperties: false,
    description:
      'Recorded spans and the gaps between them, clipped to the period asked for, in order. What lies before the first ' +
      'span and after the last one within the period is a gap too, up to now.',
  },
);
export type RecordingTimeline = Static<typeof RecordingTimeline>;

export const RangeHeaders = Type.Object({
  range: Type.Optional(Type.String({ maxLength: 100, description: 'one byte range, RFC 9110 section 14' })),
});
