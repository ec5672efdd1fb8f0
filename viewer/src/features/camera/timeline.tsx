import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Passage, RecordingGap, RecordingSpans } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime, formatMinute, formatTime } from '../../shared/format-time.ts';
import classes from './timeline.module.css';
import { axisTicks, fractionOf, instantAt, MINUTE_MS, type TimeRange } from './timeline-scale.ts';

interface TimelineProps {
  readonly range: TimeRange;
  readonly recordings: RecordingSpans | undefined;
  readonly gaps: readonly RecordingGap[];
  readonly passages: readonly Passage[];
  /** Instant shown in the player. */
  readonly atMs: number;
  readonly nowMs: number;
  readonly onPick: (atMs: number) => void;
}

const percent = (fraction: number) => `${Math.min(100, Math.max(0, fraction * 100))}%`;

/** Recordings, gaps and passages of one camera on one line; a click plays from there. */
export function Timeline({ range, recordings, gaps, passages, atMs, nowMs, onPick }: TimelineProps) {
  const { t } = useTranslation();
  const trackRef = useRef<HTMLDivElement | null>(null);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const spanMs = range.toMs - range.fromMs;
  const label = spanMs > 15 * MINUTE_MS ? formatMinute : formatTime;

  const instantOf = (event: PointerEvent) => {
    const box = trackRef.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return null;
    return Math.min(nowMs, instantAt(range, (event.clientX - box.left) / box.width));
  };
  const place = (fromMs: number, toMs: number) => {
    const left = Math.max(0, fractionOf(range, fromMs));
    const right = Math.min(1, fractionOf(range, toMs));
    return { left: percent(left), width: percent(right - left) };
  };

  return (
    <div
      ref={trackRef}
      className={classes.timeline}
      role="slider"
      tabIndex={0}
      aria-label={t('camera.timeline')}
      aria-valuemin={range.fromMs}
      aria-valuemax={range.toMs}
      aria-valuenow={atMs}
      aria-valuetext={formatDateTime(atMs)}
      onPointerMove={(event) => setHoverMs(instantOf(event))}
      onPointerLeave={() => setHoverMs(null)}
      onPointerUp={(event) => {
        const picked = instantOf(event);
        if (picked !== null) onPick(picked);
      }}
    >
      <div className={classes.axis}>
        {axisTicks(range, 9).map((tickMs) => (
          <span key={tickMs} className={classes.tick} style={{ left: percent(fractionOf(range, tickMs)) }}>
            {label(tickMs)}
          </span>
        ))}
      </div>
      <div className={classes.lane}>
        {recordings?.spans.map((span) => (
          <span
            key={span.startedAt}
            className={classes.span}
            style={place(Date.parse(span.startedAt), Date.parse(span.endedAt))}
          />
        ))}
        {gaps.map((gap) => (
          <span
            key={gap.id}
            className={classes.gap}
            data-ours={gap.isOurs}
            style={place(Date.parse(gap.startedAt), gap.endedAt === null ? nowMs : Date.parse(gap.endedAt))}
            title={`${gap.text[currentLanguage()]} · ${formatTime(gap.startedAt)}`}
          />
        ))}
      </div>
      <div className={classes.passages}>
        {passages.map((passage) => (
          <span
            key={passage.id}
            className={classes.passage}
            data-plate={passage.plate !== null}
            style={{ left: percent(fractionOf(range, Date.parse(passage.bestAt))) }}
            title={`${passage.plate?.display ?? t('passages.noPlate')} · ${formatTime(passage.bestAt)}`}
          />
        ))}
      </div>
      <span className={classes.future} style={{ left: percent(fractionOf(range, nowMs)) }} />
      <span className={classes.head} style={{ left: percent(fractionOf(range, atMs)) }} />
      {hoverMs !== null && (
        <span className={classes.hover} style={{ left: percent(fractionOf(range, hoverMs)) }}>
          <span>{formatTime(hoverMs)}</span>
        </span>
      )}
    </div>
  );
}
