import { GAP_CAUSES } from '@thapcanh/core/coverage/gap-cause';
import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, Uuid } from '../http/common.schema.ts';

export const CoverageQuery = Type.Object({ from: Instant, to: Instant }, { additionalProperties: false });
export type CoverageQuery = Static<typeof CoverageQuery>;

export const DayQuery = Type.Object(
  {
    day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a day in Viet Nam (UTC+7)' }),
    q: Type.Optional(Type.String({ maxLength: 100, description: 'part of a name or id, diacritics ignored' })),
  },
  { additionalProperties: false },
);
export type DayQuery = Static<typeof DayQuery>;

const Cause = Type.String({
  description: `stable: ${Object.keys(GAP_CAUSES).join(', ')}`,
});
const Text = Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false });
const Milliseconds = Type.Integer({ minimum: 0 });
const Completeness = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'recordedMs / wantedMs; null while nothing was wanted',
});

const GapView = Type.Object(
  {
    id: Uuid,
    startedAt: Instant,
    endedAt: Type.Union([Instant, Type.Null()], { description: 'null: still open' }),
    cause: Cause,
    text: Text,
    isOurs: Type.Boolean({ description: 'our own side lost it, not the camera or its line' }),
    backfill: Type.Union([
      Type.Literal('none'),
      Type.Literal('wanted'),
      Type.Literal('running'),
      Type.Literal('done'),
      Type.Literal('failed'),
    ]),
  },
  { title: 'RecordingGap', additionalProperties: false },
);
export type GapView = Static<typeof GapView>;

export const CameraCoverage = Type.Object(
  {
    spans: Type.Array(Type.Object({ startedAt: Instant, endedAt: Instant }, { additionalProperties: false })),
    gaps: Type.Array(GapView),
    wantedMs: Milliseconds,
    recordedMs: Milliseconds,
    missingMs: Milliseconds,
    completeness: Completeness,
  },
  {
    title: 'CameraCoverage',
    additionalProperties: false,
    description:
      'Recorded spans and gaps in order, clipped to the period. Holes under half a second count as recorded; ' +
      'recordedMs + missingMs = wantedMs, the time the camera was switched on, up to 20 s before now.',
  },
);
export type CameraCoverage = Static<typeof CameraCoverage>;

const CauseSum = Type.Object({ cause: Cause, text: Text, missingMs: Milliseconds }, { additionalProperties: false });
const Sums = {
  wantedMs: Milliseconds,
  recordedMs: Milliseconds,
  missingMs: Milliseconds,
  completeness: Completeness,
  ours: Type.Object({ missingMs: Milliseconds }, { additionalProperties: false }),
  causes: Type.Array(CauseSum, { description: 'longest first; their sum is missingMs' }),
};

export const DayCoverage = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          cameraId: CameraIdText,
          name: Type.String(),
          ...Sums,
          longestGap: Type.Union([
            Type.Object(
              { startedAt: Instant, endedAt: Instant, missingMs: Milliseconds },
              { additionalProperties: false },
            ),
            Type.Null(),
          ]),
        },
        { title: 'CoverageItem', additionalProperties: false },
      ),
      { description: 'every camera that was switched on that day, least complete first' },
    ),
    total: Type.Object({ cameras: Type.Integer({ minimum: 0 }), ...Sums }, { additionalProperties: false }),
  },
  { title: 'DayCoverage', additionalProperties: false },
);
export type DayCoverage = Static<typeof DayCoverage>;
