import type { LocalText } from '../errors/app-error.ts';

/** In the order in which an incident goes through them. */
export const INCIDENT_STATES = ['new', 'verified', 'dispatched', 'on-scene', 'resolved', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export const INCIDENT_STATE_NAMES: Readonly<Record<IncidentState, LocalText>> = {
  new: { vi: 'Mới', en: 'New' },
  verified: { vi: 'Đã xác minh', en: 'Verified' },
  dispatched: { vi: 'Đã điều lực lượng', en: 'Dispatched' },
  'on-scene': { vi: 'Đã đến hiện trường', en: 'On scene' },
  resolved: { vi: 'Đã giải quyết', en: 'Resolved' },
  closed: { vi: 'Đã đóng', en: 'Closed' },
};

/** Steps anybody who handles incidents may take. What turned out to be nothing is closed at once, with the reason. */
const FORWARD: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  new: ['verified', 'closed'],
  verified: ['dispatched', 'resolved'],
  dispatched: ['on-scene', 'resolved'],
  'on-scene': ['resolved'],
  resolved: ['closed'],
  closed: [],
};

export interface IncidentStep {
  /** Needs the shift lead. */
  readonly isBack: boolean;
  readonly needsReason: boolean;
}

/** What the step takes; null: there is no such step. */
export function incidentStep(from: IncidentState, to: IncidentState): IncidentStep | null {
  if (FORWARD[from].includes(to)) return { isBack: false, needsReason: from === 'new' && to === 'closed' };
  const isBack = INCIDENT_STATES.indexOf(to) < INCIDENT_STATES.indexOf(from);
  return isBack ? { isBack, needsReason: true } : null;
}

/** The steps forward, the usual one first. */
export function nextIncidentStates(from: IncidentState): readonly IncidentState[] {
  return FORWARD[from];
}
