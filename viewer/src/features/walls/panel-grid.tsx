import { IconLock } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wall, WallPanel, WallScreen } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatTime } from '../../shared/format-time.ts';
import { useWallNow } from '../../shared/use-now.ts';
import { ContentTile } from './content-tile.tsx';
import { DRAGGED_CAMERA } from './dragged-camera.ts';
import classes from './panel-grid.module.css';

interface PanelGridProps {
  readonly wall: Wall;
  readonly screen: WallScreen;
  readonly selected?: number;
  readonly onSelect?: (panel: number) => void;
  readonly onDropCamera?: (panel: number, cameraId: string) => void;
}

/** One screen of a wall as it stands: what the kiosk shows, and what a console steers. */
export function PanelGrid({ wall, screen, selected, onSelect, onDropCamera }: PanelGridProps) {
  const [clockOffsetMs, setClockOffsetMs] = useState(0);
  useEffect(() => setClockOffsetMs(Date.parse(wall.serverNow) - Date.now()), [wall.serverNow]);
  return (
    <div className={classes.grid}>
      {screen.panels.map((panel) => (
        <Place key={panel.number} panel={panel} onDropCamera={onDropCamera}>
          <ContentTile
            content={panel.content}
            incident={panel.incident}
            number={panel.number}
            clockOffsetMs={clockOffsetMs}
            isSelected={panel.number === selected}
            {...(onSelect === undefined
              ? {}
              : { onSelect: () => onSelect(panel.number), onOpen: () => onSelect(panel.number) })}
          />
          <PanelBadge panel={panel} />
        </Place>
      ))}
    </div>
  );
}

interface PlaceProps {
  readonly panel: WallPanel;
  readonly onDropCamera: ((panel: number, cameraId: string) => void) | undefined;
  readonly children: ReactNode;
}

const share = (value: number): string => `${(value * 100).toFixed(4)}%`;

function Place({ panel, onDropCamera, children }: PlaceProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const cameraId = event.dataTransfer.getData(DRAGGED_CAMERA);
    if (cameraId !== '') onDropCamera?.(panel.number, cameraId);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div
      className={classes.place}
      style={{ left: share(panel.x), top: share(panel.y), width: share(panel.width), height: share(panel.height) }}
      data-panel={panel.number}
      data-source={panel.source}
      data-severity={panel.alarm?.severity}
      data-over={isOver}
      {...(onDropCamera === undefined ? {} : { onDragOver: over, onDragLeave: () => setOver(false), onDrop: drop })}
    >
      {children}
    </div>
  );
}

/** Whose it is, how long it is held, and why an alarm is there. */
function PanelBadge({ panel }: { readonly panel: WallPanel }) {
  const { t } = useTranslation();
  const nowMs = useWallNow(1_000);
  const { alarm, lock, owner } = panel;
  return (
    <>
      {alarm !== null && (
        <div className={classes.alarm} role="status" data-severity={alarm.severity}>
          <strong>{t(`walls.severities.${alarm.severity}`)}</strong>
          <span className={classes.text}>
            {alarm.text[currentLanguage()]}
            {alarm.place !== null && ` · ${alarm.place}`}
          </span>
          {alarm.count > 1 && <span>×{alarm.count}</span>}
          <span className={classes.age}>
            {t('walls.ago', { seconds: Math.max(0, Math.round((nowMs - Date.parse(alarm.firstAt)) / 1_000)) })}
          </span>
        </div>
      )}
      {alarm === null && owner !== null && (
        <div className={classes.owner} data-owner={owner}>
          {lock !== null && <IconLock size={13} aria-label={t('walls.locked')} />}
          <span className={classes.text}>
            {lock === null ? owner : t('walls.lockedBy', { name: lock.name, time: formatTime(lock.until) })}
          </span>
        </div>
      )}
    </>
  );
}
