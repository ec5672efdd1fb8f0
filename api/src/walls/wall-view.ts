import { alarmText } from '@thapcanh/core/alarms/alarm-kind';
import type { WallContent } from '@thapcanh/core/walls/wall-content';
import type { WallPanel } from '@thapcanh/infra/database/wall-tables';
import type { WallRow } from './wall.repository.ts';
import type { PanelView, Wall, WallSummary } from './wall.schema.ts';
import type { ShownContent } from './wall-content.schema.ts';
import type { AlarmRow, IncidentRow, PushRow } from './wall-panel.repository.ts';

/** What stands on a wall now, and what of it the viewer may see. */
export interface WallState {
  readonly pushes: readonly PushRow[];
  readonly alarms: readonly AlarmRow[];
  readonly incidents: readonly IncidentRow[];
  readonly maySee: (cameraId: string) => boolean;
  readonly userId: string;
  readonly nowMs: number;
}

/** The content of a panel, whoever looks: an alarm covers what was pushed, unless that is locked; that covers the preset. */
export function standingOn(
  row: WallRow,
  panel: number,
  { pushes, alarms, nowMs }: Pick<WallState, 'pushes' | 'alarms' | 'nowMs'>,
): { content: WallContent | null; push: PushRow | null; alarm: AlarmRow | null } {
  const push = pushes.find((one) => one.panel === panel) ?? null;
  const isLocked = push?.locked_until != null && push.locked_until.getTime() > nowMs;
  const alarm = isLocked ? null : (alarms.find((one) => one.panel === panel) ?? null);
  if (alarm !== null) return { content: { kind: 'camera', cameraId: alarm.camera_id }, push, alarm };
  if (push !== null) return { content: push.content, push, alarm };
  const preset = row.presets.find(({ number }) => number === row.preset);
  return { content: preset?.tiles.find((tile) => tile.panel === panel)?.content ?? null, push, alarm };
}

/** Every camera that the wall names. */
export function camerasOf(row: WallRow, { pushes, alarms, incidents }: Omit<WallState, 'maySee'>): string[] {
  const contents = [
    ...row.presets.flatMap(({ tiles }) => tiles.map(({ content }) => content)),
    ...pushes.map((push) => push.content),
  ];
  return [
    ...new Set([
      ...contents.flatMap(contentCameras),
      ...alarms.map((alarm) => alarm.camera_id),
      ...incidents.flatMap((incident) => incident.camera_ids),
    ]),
  ];
}

export function contentCameras(content: WallContent): readonly string[] {
  if (content.kind === 'sequence') return content.cameraIds;
  return 'cameraId' in content ? [content.cameraId] : [];
}

export function incidentIdsOf(row: WallRow, pushes: readonly PushRow[]): string[] {
  const contents = [
    ...row.presets.flatMap(({ tiles }) => tiles.map(({ content }) => content)),
    ...pushes.map((push) => push.content),
  ];
  return [...new Set(contents.flatMap((content) => (content.kind === 'incident' ? [content.incidentId] : [])))];
}

export function wallView(row: WallRow, state: WallState): Wall {
  return {
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    screens: row.screens.map(({ id, name, layout, panels }) => ({
      id,
      name,
      layout,
      panels: panels.map((panel) => panelView(row, panel, state)),
    })),
    presets: row.presets.map(({ number, name, tiles }) => ({
      number,
      name,
      tiles: tiles.map(({ panel, content }) => ({ panel, content: masked(content, state) })),
    })),
    preset: row.preset,
    presetBy: row.preset_by,
    alarmsWaiting: row.alarms_waiting,
    version: row.version,
    serverNow: new Date(state.nowMs).toISOString(),
  };
}

export function wallSummary(row: WallRow): WallSummary {
  return {
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    screens: row.screens.map(({ id, name, panels }) => ({ id, name, panels: panels.length })),
    preset: row.preset,
    alarmsWaiting: row.alarms_waiting,
    version: row.version,
  };
}

function panelView(row: WallRow, panel: WallPanel, state: WallState): PanelView {
  const { content, push, alarm } = standingOn(row, panel.number, state);
  const isSeen = alarm === null || state.maySee(alarm.camera_id);
  const source = alarm !== null ? 'alarm' : push !== null ? 'push' : 'preset';
  const lockedUntil = push?.locked_until ?? null;
  const incident = content?.kind === 'incident' ? incidentView(content.incidentId, state) : null;
  return {
    ...panel,
    content: content === null ? null : masked(content, state),
    source,
    owner: source === 'push' ? (push?.user_name ?? null) : null,
    since: (alarm?.shown_at ?? push?.pushed_at ?? row.preset_at).toISOString(),
    lock:
      push !== null && lockedUntil !== null && lockedUntil.getTime() > state.nowMs
        ? { until: lockedUntil.toISOString(), name: push.user_name, isMine: push.user_id === state.userId }
        : null,
    alarm: alarm !== null && isSeen ? alarmView(alarm) : null,
    incident,
  };
}

function alarmView(alarm: AlarmRow): PanelView['alarm'] {
  return {
    id: alarm.id,
    kind: alarm.kind,
    text: { vi: alarmText(alarm, 'vi'), en: alarmText(alarm, 'en') },
    severity: alarm.severity,
    count: alarm.count,
    firstAt: alarm.first_at.toISOString(),
    lastAt: alarm.last_at.toISOString(),
    cameraId: alarm.camera_id,
    place: alarm.place,
    until: alarm.until?.toISOString() ?? null,
  };
}

const INCIDENT_CAMERAS = 4;

function incidentView(id: string, { incidents, maySee }: WallState): PanelView['incident'] {
  const incident = incidents.find((one) => one.id === id);
  const cameraIds = (incident?.camera_ids ?? []).filter(maySee).slice(0, INCIDENT_CAMERAS);
  if (incident === undefined || cameraIds.length === 0) return null;
  const { number, title, severity, state, occurred_at } = incident;
  return { number, title, severity, state, occurredAt: occurred_at.toISOString(), cameraIds };
}

function masked(content: WallContent, state: WallState): ShownContent {
  if (content.kind === 'map') return content;
  if (content.kind === 'incident') {
    return incidentView(content.incidentId, state) === null ? { kind: 'hidden' } : content;
  }
  if (content.kind === 'sequence') {
    const cameraIds = content.cameraIds.filter(state.maySee);
    return cameraIds.length === 0 ? { kind: 'hidden' } : { ...content, cameraIds };
  }
  return state.maySee(content.cameraId) ? content : { kind: 'hidden' };
}
