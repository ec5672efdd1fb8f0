import { ActionIcon, Group, Select, Skeleton, Text, Title, Tooltip } from '@mantine/core';
import { useElementSize, useFullscreenElement } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCameraPlus, IconLayoutSidebarRight, IconMaximize } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Camera, TileContent } from '../../api/api.ts';
import { isTyping } from '../../shared/key-bindings.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { PtzPanel } from '../camera/ptz-panel.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import classes from '../walls/console.module.css';
import { useConsoleLayouts } from '../walls/console.queries.ts';
import { ConsoleGrid, type Replay } from '../walls/console-grid.tsx';
import type { ConsoleCommand } from '../walls/console-keys.ts';
import { ConsoleLayouts } from '../walls/console-layouts.tsx';
import { rectNeighbour } from '../walls/rect-neighbour.ts';
import { SharedWall, useSharedWall } from '../walls/shared-wall.tsx';
import { TypedKeys } from '../walls/typed-keys.tsx';
import { CONSOLE_ARRANGEMENTS, consoleRects, useConsole } from '../walls/use-console.ts';
import { useConsoleKeys } from '../walls/use-console-keys.ts';
import { useTileActions } from '../walls/use-tile-actions.ts';

const REPLAY_MS = 30_000;

/** The console of an operator: own tiles, called and steered by keys, beside the shared wall. */
export function LiveWallPage() {
  const { t } = useTranslation();
  const session = useSession();
  const cameras = useCameras();
  const [search] = useSearchParams();
  const wanted = search.get('cameras')?.split(',') ?? null;
  const enabled = (cameras.data ?? []).filter((camera) => camera.isEnabled);
  const shown = wanted === null ? enabled : wanted.flatMap((id) => enabled.find((camera) => camera.id === id) ?? []);
  const { ref: areaRef, width, height } = useElementSize();
  const { ref: fullscreenRef, toggle } = useFullscreenElement();
  const pageRef = useRef<HTMLDivElement | null>(null);
  const [isWallOpen, setWallOpen] = useState(true);
  const [replay, setReplay] = useState<Replay | null>(null);
  const [isTurning, setTurning] = useState(false);
  const own = useConsole(shown);
  const layouts = useConsoleLayouts();
  const actions = useTileActions();
  const shared = useSharedWall(mayDo(session.data, 'wall.view'));
  const mayControl = mayDo(session.data, 'wall.control');
  const rects = consoleRects(own.arrangement, own.tiles.length, width, height);
  const content = own.content;
  const camera = enabled.find(({ id }) => content !== null && 'cameraId' in content && content.cameraId === id) ?? null;
  // What is being replayed goes onto the wall as the clip that it is.
  const pushed: TileContent | null =
    replay !== null && replay.index === own.selected
      ? { kind: 'clip', cameraId: replay.cameraId, from: replay.from, to: replay.to }
      : content;
  const liveCount = shown.filter(({ status }) => status.state === 'live').length;
  const tell = (message: string) => notifications.show({ color: 'orange', message });

  const tileElement = (index: number) => pageRef.current?.querySelector<HTMLElement>(`[data-tile="${index + 1}"]`);
  const select = (index: number) => {
    own.select(index);
    tileElement(index)?.querySelector('button')?.focus();
  };
  const onWall = (command: ConsoleCommand): void => {
    if (command.kind === 'push' && pushed !== null) shared.push(command.panel, pushed);
    else if (command.kind === 'lock') shared.toggleLock();
    else if (command.kind === 'return') shared.giveBack();
  };
  const onCamera = (command: ConsoleCommand, one: Camera): void => {
    if (command.kind === 'bookmark') actions.bookmark(one);
    else if (command.kind === 'incident') actions.incident(one);
    else if (command.kind === 'snapshot') {
      actions.snapshot(one, tileElement(own.selected)?.querySelector('video') ?? null);
    } else if (command.kind === 'replay') {
      const nowMs = Date.now();
      const [from, to] = [new Date(nowMs - REPLAY_MS).toISOString(), new Date(nowMs).toISOString()];
      setReplay({ index: own.selected, cameraId: one.id, name: one.name, from, to });
    }
  };
  const obey = (command: ConsoleCommand): void => {
    if (command.kind === 'select') select(command.tile - 1);
    else if (command.kind === 'move') select(rectNeighbour(rects, own.selected, command.key));
    else if (command.kind === 'memory') own.recall(command.step);
    else if (command.kind === 'maximise') own.setMaximised(true);
    else if (command.kind === 'back') {
      setReplay(null);
      own.setMaximised(false);
    } else if (command.kind === 'call') {
      const called = enabled.find(({ number }) => number === command.camera);
      if (called === undefined) tell(t('walls.noCameraNumber', { number: command.camera }));
      else own.show(own.selected, { kind: 'camera', cameraId: called.id });
    } else if (command.kind === 'preset') {
      const kept = layouts.data?.find(({ number }) => number === command.number);
      if (kept === undefined) tell(t('walls.noLayout', { number: command.number }));
      else own.load(kept);
    } else {
      if (mayControl) onWall(command);
      if (camera !== null) onCamera(command, camera);
    }
  };
  const typed = useConsoleKeys(obey, isTurning && own.isMaximised);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'f') void toggle();
      if (event.key === 'p' && own.isMaximised) setTurning((before) => !before);
      if (event.key === 'Escape' && isTurning) setTurning(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toggle, own.isMaximised, isTurning]);

  const isSideOpen = isWallOpen && shared.wall !== null;
  return (
    <div ref={fullscreenRef} className={classes.page}>
      <div ref={pageRef} className={classes.main}>
        <Group px="md" py={8} justify="space-between" wrap="nowrap" data-controls>
          <Group gap="md" align="baseline" wrap="nowrap">
            <Title order={1} size="h4" style={{ whiteSpace: 'nowrap' }}>
              {t('wall.title')}
            </Title>
            {cameras.data !== undefined && shown.length > 0 && (
              <Text size="sm" c="dimmed" visibleFrom="sm">
                {t('wall.summary', { live: liveCount, total: shown.length })}
              </Text>
            )}
          </Group>
          <Group gap={6} wrap="nowrap">
            <Select
              size="xs"
              w={104}
              aria-label={t('walls.layout')}
              data={CONSOLE_ARRANGEMENTS.map((one) => ({
                value: one,
                label: one === 'all' ? t('walls.allCameras') : one,
              }))}
              value={own.arrangement}
              allowDeselect={false}
              onChange={(value) => own.arrange(CONSOLE_ARRANGEMENTS.find((one) => one === value) ?? 'all')}
            />
            <ConsoleLayouts layouts={layouts.data ?? []} current={own} onLoad={own.load} />
            {shared.wall !== null && (
              <Tooltip label={t('walls.shared')}>
                <ActionIcon
                  variant={isWallOpen ? 'light' : 'subtle'}
                  color="gray"
                  visibleFrom="sm"
                  aria-label={t('walls.shared')}
                  aria-pressed={isWallOpen}
                  onClick={() => setWallOpen((before) => !before)}
                >
                  <IconLayoutSidebarRight size={18} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label={`${t('wall.fullscreen')} (f)`}>
              <ActionIcon variant="subtle" color="gray" onClick={() => void toggle()} aria-label={t('wall.fullscreen')}>
                <IconMaximize size={18} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <div ref={areaRef} className={classes.stage}>
          {cameras.isPending && <Skeleton h="100%" />}
          {cameras.isError && cameras.data === undefined && (
            <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
          )}
          {cameras.data !== undefined && enabled.length === 0 && (
            <EmptyState icon={IconCameraPlus} title={t('wall.emptyTitle')} hint={t('wall.emptyHint')} />
          )}
          {enabled.length > 0 && width > 0 && (
            <ConsoleGrid
              tiles={own.tiles}
              rects={rects}
              selected={own.selected}
              isMaximised={own.isMaximised}
              replay={replay}
              onSelect={own.select}
              onOpen={(index) => {
                own.select(index);
                own.setMaximised(!own.isMaximised);
              }}
              onReplayed={() => setReplay(null)}
              onDropCamera={(index, cameraId) => own.show(index, { kind: 'camera', cameraId })}
            />
          )}
        </div>
      </div>
      {own.isMaximised && isTurning && camera !== null && (
        <aside className={classes.side} aria-label={t('ptz.title')}>
          <PtzPanel cameraId={camera.id} />
        </aside>
      )}
      {isSideOpen && !(own.isMaximised && isTurning) && <SharedWall shared={shared} content={pushed} />}
      <TypedKeys typed={typed} />
    </div>
  );
}
