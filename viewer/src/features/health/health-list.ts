import { foldText } from '@thapcanh/core/text/fold-text';
import type { CameraHealth } from '../../api/api.ts';

export const HEALTH_SORTS = ['care', 'name', 'state', 'up', 'recorded', 'clock', 'findings', 'agreement'] as const;
export type HealthSort = (typeof HEALTH_SORTS)[number];

export const HEALTH_STATES = ['live', 'stale', 'offline', 'connecting', 'disabled'] as const;
export type HealthState = CameraHealth['state'];

export interface HealthWish {
  readonly text: string;
  readonly state: HealthState | null;
  readonly isCareOnly: boolean;
  readonly sort: HealthSort;
  readonly isReversed: boolean;
}

const STATE_ORDER: Readonly<Record<HealthState, number>> = {
  offline: 0,
  stale: 1,
  connecting: 2,
  live: 3,
  disabled: 4,
};

/** What most needs a person has the smallest rank; null: nothing is known, always last. */
const RANKS: Readonly<Record<Exclude<HealthSort, 'name'>, (camera: CameraHealth) => number | string | null>> = {
  care: ({ care }) => (care.includes('down') ? -100 : 0) - care.length,
  state: ({ state }) => STATE_ORDER[state],
  up: ({ upDay }) => upDay,
  recorded: ({ completeness }) => completeness,
  clock: ({ clockOffsetMs }) => (clockOffsetMs === null ? null : -Math.abs(clockOffsetMs)),
  findings: ({ findings }) => -(findings.serious * 10_000 + findings.warning * 100 + findings.info),
  agreement: ({ agreement }) => agreement && (agreement.validUntil ?? '9999'),
};

/** The cameras that are wished for; equal ones stay by name, as they came. */
export function healthList(all: readonly CameraHealth[], wish: HealthWish): CameraHealth[] {
  const wanted = foldText(wish.text);
  const listed = all.filter(
    (camera) =>
      (wish.state === null || camera.state === wish.state) &&
      (!wish.isCareOnly || camera.care.length > 0) &&
      (wanted === '' || searchTextOf(camera).includes(wanted)),
  );
  const turn = wish.isReversed ? -1 : 1;
  if (wish.sort === 'name') return wish.isReversed ? listed.reverse() : listed;
  const rank = RANKS[wish.sort];
  return listed.sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x === y ? 0 : turn * (x < y ? -1 : 1);
  });
}

function searchTextOf({ name, cameraId, number, area, owner, agreement, device }: CameraHealth): string {
  return foldText(
    [name, cameraId, number, area?.name, owner?.name, agreement?.number, device?.model, device?.firmware].join(' '),
  );
}

export type ShareGrade = 'good' | 'fair' | 'poor';

/** How a share of time is judged. */
export function shareGrade(share: number): ShareGrade {
  if (share >= 0.99) return 'good';
  return share >= 0.95 ? 'fair' : 'poor';
}
