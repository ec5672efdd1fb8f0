/** The way of a citizen's report. */
export const REPORT_STATES = ['received', 'accepted', 'refused', 'in-progress', 'resolved', 'published'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

const NEXT: Readonly<Record<ReportState, readonly ReportState[]>> = {
  received: ['accepted', 'refused'],
  accepted: ['in-progress', 'refused'],
  'in-progress': ['resolved'],
  // Back to work when the result does not hold.
  resolved: ['published', 'in-progress'],
  refused: [],
  published: [],
};

/** The states that an officer may put a report into from this one. */
export const nextReportStates = (state: ReportState): readonly ReportState[] => NEXT[state];

/** Nothing more happens to it. */
export const isReportEnded = (state: ReportState): boolean => NEXT[state].length === 0;
