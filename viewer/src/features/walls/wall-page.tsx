import { Button, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceTvOff, IconSettings } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { TileContent } from '../../api/api.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import classes from './console.module.css';
import type { ConsoleCommand } from './console-keys.ts';
import { PanelGrid } from './panel-grid.tsx';
import { rectNeighbour } from './rect-neighbour.ts';
import { useSharedWall } from './shared-wall.tsx';
import { TypedKeys } from './typed-keys.tsx';
import { useConsoleKeys } from './use-console-keys.ts';
import { useTileActions } from './use-tile-actions.ts';
import { WallControl } from './wall-control.tsx';
import { WallManage } from './wall-manage.tsx';

/** A shared wall, live, as its screens show it; keys act on its panels. */
export function WallPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const session = useSession();
  const cameras = useCameras();
  const shared = useSharedWall(true, id);
  const actions = useTileActions();
  const [screenId, setScreenId] = useState<string | null>(null);
  const [isManaging, setManaging] = useState(false);
  const stageRef = useRef<HTMLDivElement | null>(null);
  const { wall, walls, panel: selected, setPanel, order } = shared;
  const screen = wall?.screens.find((one) => one.id === screenId) ?? wall?.screens[0] ?? null;
  const panel = screen?.panels.find(({ number }) => number === selected) ?? null;
  const content: TileContent | null = panel?.content == null || panel.content.kind === 'hidden' ? null : panel.content;
  const camera =
    cameras.data?.find((one) => content !== null && 'cameraId' in content && content.cameraId === one.id) ?? null;
  const mayManage = mayDo(session.data, 'wall.manage');

  const obey = (command: ConsoleCommand): void => {
    if (screen === null) return;
    const index = screen.panels.findIndex(({ number }) => number === selected);
    if (command.kind === 'select') setPanel(command.tile);
    else if (command.kind === 'move') {
      const next = screen.panels[index < 0 ? 0 : rectNeighbour(screen.panels, index, command.key)];
      if (next !== undefined) setPanel(next.number);
    } else if (command.kind === 'preset') shared.preset(command.number);
    else if (command.kind === 'lock') shared.toggleLock();
    else if (command.kind === 'return') shared.giveBack();
    else if (command.kind === 'back') void navigate('/');
    else if (command.kind === 'push' && content !== null) shared.push(command.panel, content);
    else if (command.kind === 'call') {
      const called = cameras.data?.find(({ number }) => number === command.camera);
      if (called === undefined) {
        notifications.show({ color: 'orange', message: t('walls.noCameraNumber', { number: command.camera }) });
      } else if (selected !== null) shared.push(selected, { kind: 'camera', cameraId: called.id });
    } else if (camera !== null && command.kind === 'bookmark') actions.bookmark(camera);
    else if (camera !== null && command.kind === 'incident') actions.incident(camera);
    else if (camera !== null && command.kind === 'snapshot') {
      actions.snapshot(camera, stageRef.current?.querySelector(`[data-panel="${selected}"] video`) ?? null);
    }
  };
  const typed = useConsoleKeys(obey);

  if (shared.failure !== null) return <ErrorPanel error={shared.failure} />;
  if (wall === null) return <Skeleton h="100%" />;
  if (screen === null) return <EmptyState icon={IconDeviceTvOff} title={t('walls.kiosk.noScreen')} />;
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <Group px="md" py={8} justify="space-between" wrap="nowrap" data-controls>
          <Title order={1} size="h4">
            {wall.name}
          </Title>
          <Group gap="xs" wrap="nowrap">
            {wall.screens.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={t('walls.screen')}
                data={wall.screens.map((one) => ({ value: one.id, label: one.name }))}
                value={screen.id}
                onChange={setScreenId}
              />
            )}
            {mayManage && (
              <Button
                size="compact-sm"
                variant={isManaging ? 'light' : 'default'}
                leftSection={<IconSettings size={15} />}
                aria-pressed={isManaging}
                onClick={() => setManaging((before) => !before)}
              >
                {t('walls.manage')}
              </Button>
            )}
          </Group>
        </Group>
        <div ref={stageRef} className={classes.stage}>
          <PanelGrid
            wall={wall}
            screen={screen}
            {...(selected === null ? {} : { selected })}
            onSelect={setPanel}
            onDropCamera={(number, cameraId) => shared.push(number, { kind: 'camera', cameraId })}
          />
        </div>
      </div>
      <aside className={classes.side} aria-label={t('walls.shared')}>
        {isManaging ? (
          <WallManage wall={wall} screen={screen} panel={panel} />
        ) : (
          <WallControl
            {...{ wall, walls, content, panel: selected, setPanel, order }}
            onWall={(one) => void navigate(`/walls/${one}`)}
          />
        )}
      </aside>
      <TypedKeys typed={typed} />
    </div>
  );
}
