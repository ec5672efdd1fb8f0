import { IconEyeOff, IconMap2 } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera, TileContent, WallPanel } from '../../api/api.ts';
import { useCameras } from '../cameras/cameras.queries.ts';
import { CameraTile } from '../live-wall/camera-tile.tsx';
import { ClipTile } from './clip-tile.tsx';
import classes from './content-tile.module.css';
import { SequenceTile } from './sequence-tile.tsx';

/** The map is large: its code comes when somebody shows it. */
const MapTile = lazy(async () => ({ default: (await import('./map-tile.tsx')).MapTile }));

export type ShownContent = NonNullable<WallPanel['content']>;

interface ContentTileProps {
  readonly content: ShownContent | TileContent | null;
  /** The cameras of an incident that is shown. */
  readonly incident?: WallPanel['incident'];
  readonly number?: number;
  readonly isSelected?: boolean;
  readonly isFocused?: boolean;
  /** Server's clock minus this computer's, milliseconds. */
  readonly clockOffsetMs?: number;
  readonly onSelect?: () => void;
  readonly onOpen?: () => void;
}

/** Whatever a panel of a wall or a tile of a console shows, filling its frame. */
export function ContentTile(props: ContentTileProps) {
  const { content, incident = null, clockOffsetMs = 0, ...tile } = props;
  const { t } = useTranslation();
  const cameras = useCameras();
  const cameraOf = (id: string): Camera | undefined => cameras.data?.find((camera) => camera.id === id);

  if (content?.kind === 'camera') {
    const camera = cameraOf(content.cameraId);
    if (camera !== undefined) return <CameraTile key={camera.id} camera={camera} isFilling {...tile} />;
    return <Note {...tile} isPending={cameras.isPending} text={t('walls.tile.unknownCamera')} />;
  }
  if (content?.kind === 'sequence') {
    const listed = content.cameraIds.flatMap((id) => cameraOf(id) ?? []);
    if (listed.length > 0) {
      return <SequenceTile cameras={listed} dwellS={content.dwellS} clockOffsetMs={clockOffsetMs} {...tile} />;
    }
    return <Note {...tile} isPending={cameras.isPending} text={t('walls.tile.unknownCamera')} />;
  }
  if (content?.kind === 'clip') {
    const camera = cameraOf(content.cameraId);
    return <ClipTile name={camera?.name ?? content.cameraId} {...content} {...tile} />;
  }
  if (content?.kind === 'incident' && incident !== null) {
    const listed = incident.cameraIds.flatMap((id) => cameraOf(id) ?? []);
    return (
      <section className={classes.incident} data-count={listed.length} aria-label={incident.title}>
        <div className={classes.incidentTitle} data-severity={incident.severity}>
          {tile.number !== undefined && <span className={classes.number}>{tile.number}</span>}
          {t('walls.tile.incident', { number: incident.number, title: incident.title })}
        </div>
        {listed.map((camera) => (
          <CameraTile key={camera.id} camera={camera} isFilling />
        ))}
      </section>
    );
  }
  if (content?.kind === 'map') {
    const wait = <Note {...tile} icon={<IconMap2 size={34} stroke={1.2} />} text={t('walls.tile.map')} />;
    return (
      <Suspense fallback={wait}>
        <MapTile {...(tile.number === undefined ? {} : { number: tile.number })} />
      </Suspense>
    );
  }
  if (content?.kind === 'hidden' || content?.kind === 'incident') {
    return <Note {...tile} icon={<IconEyeOff size={30} stroke={1.2} />} text={t('walls.tile.hidden')} />;
  }
  return <Note {...tile} text={t('walls.tile.empty')} />;
}

interface NoteProps {
  readonly text: string;
  readonly icon?: ReactNode;
  readonly number?: number;
  readonly isSelected?: boolean;
  readonly isPending?: boolean;
  readonly onSelect?: () => void;
  readonly onOpen?: () => void;
}

/** A tile without a picture. */
function Note({ text, icon, number, isSelected = false, isPending = false, onSelect }: NoteProps) {
  const inside = (
    <>
      {number !== undefined && <span className={classes.number}>{number}</span>}
      {icon}
      {!isPending && <span>{text}</span>}
    </>
  );
  if (onSelect === undefined) return <div className={classes.note}>{inside}</div>;
  return (
    <button type="button" className={classes.note} data-selected={isSelected} onFocus={onSelect} onClick={onSelect}>
      {inside}
    </button>
  );
}
