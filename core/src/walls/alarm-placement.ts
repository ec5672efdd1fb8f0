/** A panel that takes alarms. */
export interface ReservedPanel {
  readonly panel: number;
  /** Takes alarms of this severity and above; 1 notice to 4 critical. */
  readonly severity: number;
  /** An alarm stays this long, seconds; null: until it is acknowledged. */
  readonly showS: number | null;
  /** Somebody holds it: nothing is put there. What is there goes on being shown behind the lock. */
  readonly isLocked: boolean;
}

export interface OpenAlarm {
  readonly id: string;
  readonly severity: number;
  readonly lastAtMs: number;
}

/** What is known of an alarm on this wall; `panel` null: it was shown, or dismissed by a person, at `endedAtMs`. */
export interface AlarmShowing {
  readonly alarmId: string;
  readonly panel: number | null;
  readonly shownAtMs: number;
  readonly untilMs: number | null;
  readonly endedAtMs: number | null;
}

export interface AlarmPlacement {
  /** The showings as they should be now; alarms that are over are gone from it. */
  readonly showings: readonly AlarmShowing[];
  /** Alarms that some reserved panel would take but for want of room. */
  readonly waiting: number;
}

/**
 * Puts open alarms on reserved panels: the gravest first, the newest of equal ones first. An alarm stays where it is
 * until its time is over, it is no longer open, or a graver one needs the only place left. One that had its time, or was
 * sent away by a person, comes back only when it happens again. A locked panel is never covered.
 */
export function placeAlarms(
  panels: readonly ReservedPanel[],
  alarms: readonly OpenAlarm[],
  before: readonly AlarmShowing[],
  nowMs: number,
): AlarmPlacement {
  const showings = new Map<string, AlarmShowing>();
  const known = new Map(before.map((showing) => [showing.alarmId, showing]));
  const taken = new Map<number, OpenAlarm>();
  const wanting: OpenAlarm[] = [];
  for (const alarm of alarms.toSorted(graver)) {
    const showing = known.get(alarm.id);
    if (showing === undefined) {
      wanting.push(alarm);
      continue;
    }
    const panel = panels.find((one) => one.panel === showing.panel);
    const isOver = showing.untilMs !== null && showing.untilMs <= nowMs;
    if (showing.panel !== null && !isOver && panel !== undefined && fits(panel, alarm) && !taken.has(panel.panel)) {
      showings.set(alarm.id, showing);
      taken.set(panel.panel, alarm);
      continue;
    }
    const endedAtMs = showing.endedAtMs ?? (isOver ? nowMs : null);
    if (endedAtMs !== null && alarm.lastAtMs <= endedAtMs) {
      showings.set(alarm.id, { ...showing, panel: null, endedAtMs });
    } else wanting.push(alarm);
  }
  let waiting = 0;
  for (const alarm of wanting) {
    const place = placeFor(alarm, panels, taken);
    if (place === null) {
      if (panels.some((panel) => fits(panel, alarm))) waiting += 1;
      continue;
    }
    const displaced = taken.get(place.panel);
    if (displaced !== undefined) {
      showings.delete(displaced.id);
      waiting += 1;
    }
    taken.set(place.panel, alarm);
    showings.set(alarm.id, {
      alarmId: alarm.id,
      panel: place.panel,
      shownAtMs: nowMs,
      untilMs: place.showS === null ? null : nowMs + place.showS * 1_000,
      endedAtMs: null,
    });
  }
  return { showings: [...showings.values()], waiting };
}

const graver = (a: OpenAlarm, b: OpenAlarm): number => b.severity - a.severity || b.lastAtMs - a.lastAtMs;

const fits = (panel: ReservedPanel, alarm: OpenAlarm): boolean => alarm.severity >= panel.severity && !panel.isLocked;

/** A free panel, the choosiest first; else the one with the least grave alarm, when that is less grave. */
function placeFor(
  alarm: OpenAlarm,
  panels: readonly ReservedPanel[],
  taken: ReadonlyMap<number, OpenAlarm>,
): ReservedPanel | null {
  const possible = panels.filter((panel) => fits(panel, alarm)).toSorted((a, b) => b.severity - a.severity);
  const free = possible.find(({ panel }) => !taken.has(panel));
  if (free !== undefined) return free;
  const rank = ({ panel }: ReservedPanel): number => taken.get(panel)?.severity ?? 0;
  const least = possible.toSorted((a, b) => rank(a) - rank(b))[0];
  return least !== undefined && rank(least) < alarm.severity ? least : null;
}
