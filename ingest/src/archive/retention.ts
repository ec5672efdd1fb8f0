import type { Clock } from '@thapcanh/core/time/clock';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import type { DeletionGuard } from './deletion-guard.ts';
import type {
  CappedGroup,
  DeletionReason,
  DueRecording,
  RetainedCamera,
  RetentionRepository,
  UnreachableRecordings,
} from './retention.repository.ts';
import { isFileThere } from './stored-file.ts';

export interface RetentionOptions {
  readonly retention: RetentionRepository;
  readonly guard: DeletionGuard;
  readonly recordingsDir: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A row younger than this may still be written once more by a recorder whose database was away. */
const YOUNGEST_MS = MINUTE_MS;
const AT_ONCE = 60;
/** What comes due by age in so many hours may go in one. */
const NATURAL_HOURS = 3;
/** What was due or over its cap is looked at again this often at most, a whole group at a time. */
const GROUPS_EVERY_MS = 10_000;

/**
 * Takes recordings out of sight that a rule of their group has no room for: older than `keep_days`, or the oldest of a
 * group beyond `max_bytes`. Never a held one, an open one or one of another node. Their files go with the garbage. What
 * lies on the disk of a node that cannot delete now is left out of the size rule, counted, and said once a node.
 */
export class Retention {
  readonly #options: RetentionOptions;
  #camera = '';
  #groupsAtMs = Number.NEGATIVE_INFINITY;
  #unreachable: readonly UnreachableRecordings[] = [];

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Recordings of groups over their cap that nobody can delete now, as the size rule found them last. */
  get unreachableRecordings(): number {
    return this.#unreachable.reduce((sum, { recordings }) => sum + recordings, 0);
  }

  /** The age rule for the next camera in turn; true when it has more to delete or another camera follows. */
  async stepAge(): Promise<boolean> {
    const { retention, guard, clock } = this.#options;
    if (!(await guard.mayDelete())) return false;
    const camera = await retention.nextCamera(this.#camera);
    this.#camera = camera?.cameraId ?? '';
    if (camera === null) return false;
    const keptMs = Math.max(YOUNGEST_MS, camera.keepDays * DAY_MS);
    const endedBefore = new Date(clock.nowMs() - keptMs);
    const due = await retention.findAged(camera.cameraId, endedBefore, AT_ONCE);
    if (due.length === 0) return true;
    const total = await retention.countOfGroup(camera.groupId);
    const naturalShare = Math.min(1, (NATURAL_HOURS * HOUR_MS) / keptMs);
    const countDue = (limit: number): Promise<number> => retention.countDue(camera.groupId, endedBefore, limit);
    if (!(await guard.isPlausible(camera, total, naturalShare, countDue))) return false;
    const rest = guard.hourlyRest(camera, total, naturalShare);
    const rule = ruleOf(camera, { keepDays: camera.keepDays });
    const count = await this.condemn(due.slice(0, Math.min(due.length, rest)), 'age', rule);
    guard.noteDeleted(camera.groupId, count);
    return true;
  }

  /** The size rule for the groups over their cap, one batch each; true when one is still over it. */
  async stepSize(): Promise<boolean> {
    const { retention, guard, clock } = this.#options;
    if (clock.monotonicMs() - this.#groupsAtMs < GROUPS_EVERY_MS || !(await guard.mayDelete())) return false;
    this.#noteUnreachable(await retention.unreachable());
    let hasMore = false;
    for (const group of await retention.groupsOverCap()) hasMore = (await this.#shrink(group)) || hasMore;
    if (!hasMore) this.#groupsAtMs = clock.monotonicMs();
    return hasMore;
  }

  /**
   * Condemns recordings whose files were looked for first: many missing ones open the breaker instead. Gives how many
   * went.
   */
  async condemn(
    due: readonly DueRecording[],
    reason: DeletionReason,
    rule: Readonly<Record<string, string | number>>,
  ): Promise<number> {
    const { retention, guard, recordingsDir, log } = this.#options;
    const files = due.filter((recording) => recording.tier === 'local');
    let missing = 0;
    for (const { path } of files) if (!(await isFileThere(recordingsDir, path))) missing += 1;
    if (missing > 0 && !(await guard.mayDelete())) return 0;
    if (!(await guard.noteExamined(files.length, missing))) return 0;
    let count = 0;
    for (const [cameraId, ids] of idsByCamera(due)) {
      const condemned = await retention.condemn(cameraId, ids, reason, rule);
      count += condemned.length;
      if (condemned.length > 0) log.debug({ cameraId, reason, count: condemned.length }, 'recordings deleted');
    }
    return count;
  }

  #noteUnreachable(found: readonly UnreachableRecordings[]): void {
    const known = new Set(this.#unreachable.map(({ nodeId }) => nodeId));
    for (const left of found) {
      if (known.has(left.nodeId)) continue;
      this.#options.log.warn(
        { ...left, vi: 'bản ghi quá hạn mức nằm trên máy không xóa được lúc này: các máy khác bỏ qua chúng' },
        'recordings over the cap of their group lie on a node that cannot delete now: the others pass them over',
      );
    }
    this.#unreachable = found;
  }

  async #shrink(group: CappedGroup): Promise<boolean> {
    const { retention, guard, clock } = this.#options;
    const endedBefore = new Date(clock.nowMs() - YOUNGEST_MS);
    const oldest = await retention.oldestOfGroup(group.groupId, endedBefore, AT_ONCE);
    const excess = untilBytes(oldest, group.bytes - group.maxBytes);
    const ours = excess.filter((recording) => recording.isOurs);
    if (ours.length === 0) return false;
    const averageBytes = group.bytes / Math.max(1, group.recordings);
    const due = Math.ceil((group.bytes - group.maxBytes) / averageBytes);
    if (!(await guard.isPlausible(group, group.recordings, 0, async () => due))) return false;
    const rule = ruleOf(group, { maxBytes: group.maxBytes, groupBytes: group.bytes });
    const count = await this.condemn(ours, 'size', rule);
    guard.noteDeleted(group.groupId, count);
    return count > 0 && excess.length === AT_ONCE;
  }
}

function ruleOf(
  group: Pick<RetainedCamera, 'groupId'>,
  limits: Readonly<Record<string, number>>,
): Readonly<Record<string, string | number>> {
  return { group: group.groupId, ...limits };
}

/** The first of them that together have at least so many bytes. */
export function untilBytes(recordings: readonly DueRecording[], bytes: number): DueRecording[] {
  const chosen: DueRecording[] = [];
  let sum = 0;
  for (const recording of recordings) {
    if (sum >= bytes) break;
    chosen.push(recording);
    sum += recording.bytes;
  }
  return chosen;
}

function idsByCamera(recordings: readonly DueRecording[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { cameraId, id } of recordings) {
    const known = ids.get(cameraId);
    if (known) known.push(id);
    else ids.set(cameraId, [id]);
  }
  return ids;
}
