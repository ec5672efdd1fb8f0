import { formatDateTime } from '../../shared/format-time.ts';
import { useSession } from '../session/session.queries.ts';
import classes from './camera-tile.module.css';

/** Who looks, and when: whoever films the screen films this too. Its time is that of the last rendering of the tile. */
export function Watermark() {
  const session = useSession();
  const name = session.data?.displayName;
  if (name === undefined) return null;
  return (
    <span className={classes.watermark} aria-hidden="true">
      {watermarkText(name, Date.now())}
    </span>
  );
}

export function watermarkText(name: string, atMs: number): string {
  return `${name} · ${formatDateTime(atMs)}`;
}
