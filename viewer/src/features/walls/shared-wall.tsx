import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TileContent, Wall, WallSummary } from '../../api/api.ts';
import classes from './console.module.css';
import { LOCK_SECONDS, WallControl } from './wall-control.tsx';
import { useWall, useWallOrder, useWalls } from './walls.queries.ts';

/** The shared wall that this console steers: the first one, or the one that was chosen. */
export function useSharedWall(isWanted: boolean, fixedId: string | null = null) {
  const walls = useWalls(isWanted);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [panel, setPanel] = useState<number | null>(null);
  const id = fixedId ?? chosenId ?? walls.data?.[0]?.id ?? null;
  const wall = useWall(id);
  const order = useWallOrder(id ?? '');
  const standing = wall.data?.screens.flatMap((screen) => screen.panels).find(({ number }) => number === panel);
  return {
    walls: walls.data ?? ([] as readonly WallSummary[]),
    failure: wall.data === undefined && wall.isError ? wall.error : null,
    wall: (wall.data ?? null) as Wall | null,
    panel,
    setPanel,
    order,
    choose: setChosenId,
    push(number: number, content: TileContent): void {
      setPanel(number);
      order.mutate({ order: { kind: 'push', panel: number, content } });
    },
    preset: (number: number) => order.mutate({ order: { kind: 'preset', number } }),
    toggleLock(): void {
      if (panel === null) return;
      const seconds = standing?.lock == null ? LOCK_SECONDS : 0;
      order.mutate({ order: { kind: 'lock', panel, seconds } });
    },
    giveBack(): void {
      if (panel !== null) order.mutate({ order: { kind: 'return', panel } });
    },
  };
}

interface SharedWallProps {
  readonly shared: ReturnType<typeof useSharedWall>;
  readonly content: TileContent | null;
}

/** The shared wall beside the pictures. */
export function SharedWall({ shared, content }: SharedWallProps) {
  const { t } = useTranslation();
  const { wall, walls, choose, panel, setPanel, order } = shared;
  if (wall === null) return null;
  return (
    <aside className={classes.side} aria-label={t('walls.shared')}>
      <WallControl {...{ wall, walls, content, panel, setPanel, order }} onWall={choose} />
    </aside>
  );
}
