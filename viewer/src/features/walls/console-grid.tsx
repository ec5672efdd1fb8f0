import type { DragEvent } from 'react';
import type { TileContent } from '../../api/api.ts';
import { ClipTile } from './clip-tile.tsx';
import classes from './console.module.css';
import { ContentTile } from './content-tile.tsx';
import { DRAGGED_CAMERA } from './dragged-camera.ts';
import type { consoleRects } from './use-console.ts';

export interface Replay {
  readonly index: number;
  readonly cameraId: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

interface ConsoleGridProps {
  readonly tiles: readonly (TileContent | null)[];
  readonly rects: ReturnType<typeof consoleRects>;
  readonly selected: number;
  readonly isMaximised: boolean;
  readonly replay: Replay | null;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onReplayed: () => void;
  readonly onDropCamera: (index: number, cameraId: string) => void;
}

const share = (value: number): string => `${(value * 100).toFixed(4)}%`;

/** The tiles of a console. A maximised one is alone: the others are not decoded behind it. */
export function ConsoleGrid(props: ConsoleGridProps) {
  const { tiles, rects, selected, isMaximised, replay, onSelect, onOpen, onReplayed, onDropCamera } = props;
  const drop = (index: number) => (event: DragEvent) => {
    event.preventDefault();
    const cameraId = event.dataTransfer.getData(DRAGGED_CAMERA);
    if (cameraId !== '') onDropCamera(index, cameraId);
  };
  return (
    <div className={classes.grid}>
      {tiles.map((content, index) => {
        if (isMaximised && index !== selected) return null;
        const rect = isMaximised ? { x: 0, y: 0, width: 1, height: 1 } : (rects[index] ?? null);
        if (rect === null) return null;
        const { x, y, width, height } = rect;
        const tile = {
          number: index + 1,
          isSelected: index === selected,
          onSelect: () => onSelect(index),
          onOpen: () => onOpen(index),
        };
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: dragging has keys beside it
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a tile is its place
            key={index}
            className={classes.place}
            style={{ left: share(x), top: share(y), width: share(width), height: share(height) }}
            data-tile={index + 1}
            draggable={content?.kind === 'camera'}
            onDragStart={(event) => {
              if (content?.kind === 'camera') event.dataTransfer.setData(DRAGGED_CAMERA, content.cameraId);
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={drop(index)}
          >
            {replay !== null && replay.index === index ? (
              <ClipTile {...replay} {...tile} onEnded={onReplayed} />
            ) : (
              <ContentTile content={content} isFocused={isMaximised} {...tile} />
            )}
          </div>
        );
      })}
    </div>
  );
}
