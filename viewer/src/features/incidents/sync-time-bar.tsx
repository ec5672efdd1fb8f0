import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, Incident } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime, formatMinute, formatTime } from '../../shared/format-time.ts';
import { useCameraAlarms } from '../alarms/alarms.queries.ts';
import { useCameraPassages, useGaps, useRecordings } from '../camera/recordings.queries.ts';
import { axisTicks, fractionOf, instantAt, MINUTE_MS, type TimeRange } from '../camera/timeline-scale.ts';
import classes from './incident.module.css';

interface SyncTimeBarProps {
  readonly incident: Incident;
  readonly cameras: readonly { readonly cameraId: string; readonly cameraName: string }[];
  readonly range: TimeRange;
  readonly atMs: number;
  readonly nowMs: number;
  readonly onPick: (atMs: number) => void;
}

const percent = (fraction: number) => `${Math.min(100, Math.max(0, fraction * 100))}%`;

/** One bar of time for all cameras: what each has recorded and lacks, its alarms and passages, and the notes. */
export function SyncTimeBar({ incident, cameras, range, atMs, nowMs, onPick }: SyncTimeBarProps) {
  const { t } = useTranslation();
  const overRef = useRef<HTMLDivElement | null>(null);
  const pick = (event: PointerEvent) => {
    const box = overRef.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    onPick(Math.min(nowMs, instantAt(range, Math.max(0, (event.clientX - box.left) / box.width))));
  };
  const label = range.toMs - range.fromMs > 15 * MINUTE_MS ? formatMinute : formatTime;
  const notes = incident.events.filter(({ kind }) => kind === 'note' || kind === 'state');
  return (
    <div
      className={classes.bar}
      role="slider"
      tabIndex={0}
      aria-label={t('incidents.timeBar')}
      aria-valuemin={range.fromMs}
      aria-valuemax={range.toMs}
      aria-valuenow={Math.round(atMs)}
      aria-valuetext={formatDateTime(atMs)}
      onPointerUp={pick}
    >
      <div className={classes.axis}>
        {axisTicks(range, 9).map((tickMs) => (
          <span key={tickMs} className={classes.tick} style={{ left: percent(fractionOf(range, tickMs)) }}>
            {label(tickMs)}
          </span>
        ))}
      </div>
      {cameras.map(({ cameraId, cameraName }) => (
        <CameraLane key={cameraId} cameraId={cameraId} name={cameraName} range={range} nowMs={nowMs} />
      ))}
      <div className={classes.laneRow}>
        <span className={classes.laneName}>{t('incidents.lanes.notes')}</span>
        <span className={classes.lane}>
          {notes.map(({ id, at, author, text }) => (
            <Mark key={id} lane="note" range={range} at={at} title={`${author} ${text}`} />
          ))}
        </span>
      </div>
      <div ref={overRef} className={classes.over}>
        <span
          className={classes.moment}
          style={{ left: percent(fractionOf(range, Date.parse(incident.occurredAt))) }}
        />
        <span className={classes.head} style={{ left: percent(fractionOf(range, atMs)) }} />
      </div>
    </div>
  );
}

interface CameraLaneProps {
  readonly cameraId: string;
  readonly name: string;
  readonly range: TimeRange;
  readonly nowMs: number;
}

function CameraLane({ cameraId, name, range, nowMs }: CameraLaneProps) {
  const { t } = useTranslation();
  const recordings = useRecordings(cameraId, range);
  const gaps = useGaps(cameraId, range);
  const passages = useCameraPassages(cameraId, range);
  const alarms = useCameraAlarms(cameraId, roundDown(range.fromMs), roundDown(range.toMs));
  const place = (fromMs: number, toMs: number) => {
    const left = Math.max(0, fractionOf(range, fromMs));
    return { left: percent(left), width: percent(Math.min(1, fractionOf(range, toMs)) - left) };
  };
  return (
    <div className={classes.laneRow} data-lane-camera={cameraId}>
      <span className={classes.laneName} title={name}>
        {name}
      </span>
      <span className={classes.lane}>
        {recordings.data?.spans.map(({ startedAt, endedAt }) => (
          <span key={startedAt} className={classes.span} style={place(Date.parse(startedAt), Date.parse(endedAt))} />
        ))}
        {(gaps.data ?? []).map((gap) => (
          <span
            key={gap.id}
            className={classes.gap}
            style={place(Date.parse(gap.startedAt), gap.endedAt === null ? nowMs : Date.parse(gap.endedAt))}
            title={gap.text[currentLanguage()]}
          />
        ))}
        {(passages.data ?? []).map(({ id, bestAt, plate }) => (
          <Mark key={id} lane="passage" range={range} at={bestAt} title={plate?.display ?? t('passages.noPlate')} />
        ))}
        {(alarms.data ?? []).map((alarm: Alarm) => (
          <Mark key={alarm.id} lane="alarm" range={range} at={alarm.firstAt} title={alarm.text[currentLanguage()]} />
        ))}
      </span>
    </div>
  );
}

interface MarkProps {
  readonly lane: 'alarm' | 'passage' | 'note';
  readonly range: TimeRange;
  readonly at: string;
  readonly title: string;
}

function Mark({ lane, range, at, title }: MarkProps) {
  const fraction = fractionOf(range, Date.parse(at));
  if (fraction < 0 || fraction > 1) return null;
  return (
    <span
      className={classes.mark}
      data-lane={lane}
      style={{ left: percent(fraction) }}
      title={`${formatTime(at)} ${title}`}
    />
  );
}

/** So that a moving bar asks for the same again. */
const roundDown = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
