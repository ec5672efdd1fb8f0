import { Alert, Badge, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconArrowBackUp, IconLock, IconLockOpen, IconScreenShare } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TileContent, Wall, WallPanel, WallSummary } from '../../api/api.ts';
import { isProblem } from '../../api/api.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { DRAGGED_CAMERA } from './dragged-camera.ts';
import classes from './wall-control.module.css';
import type { PanelOrder, useWallOrder } from './walls.queries.ts';

export const LOCK_SECONDS = 600;

export interface WallControlState {
  readonly panel: number | null;
  readonly setPanel: (panel: number) => void;
  readonly order: ReturnType<typeof useWallOrder>;
}

interface WallControlProps extends WallControlState {
  readonly wall: Wall;
  readonly walls: readonly WallSummary[];
  readonly onWall: (id: string) => void;
  /** What would be pushed; null: nothing is selected. */
  readonly content: TileContent | null;
}

/** Steers a shared wall from beside the pictures: its presets, and who has which panel. */
export function WallControl({ wall, walls, onWall, content, panel: selected, setPanel, order }: WallControlProps) {
  const { t } = useTranslation();
  const session = useSession();
  const panels = wall.screens.flatMap((screen) => screen.panels);
  const panel = panels.find(({ number }) => number === selected) ?? null;
  const give = (wanted: PanelOrder, isForced = false) => order.mutate({ order: wanted, isForced });
  const last = order.variables?.order;
  const mayBreak =
    isProblem(order.error) && order.error.code === 'TC_WALL_PANEL_LOCKED' && mayDo(session.data, 'wall.manage');
  return (
    <Stack gap="sm" p="sm">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h5">
          {t('walls.shared')}
        </Title>
        {wall.alarmsWaiting > 0 && (
          <Badge color="red.9" variant="filled">
            {t('walls.alarmsWaiting', { value: wall.alarmsWaiting })}
          </Badge>
        )}
      </Group>
      <Select
        size="xs"
        aria-label={t('walls.shared')}
        data={walls.map(({ id, name }) => ({ value: id, label: name }))}
        value={wall.id}
        allowDeselect={false}
        onChange={(id) => id !== null && onWall(id)}
      />
      {wall.screens.map((screen) => (
        <section key={screen.id} className={classes.screen} aria-label={screen.name}>
          {screen.panels.map((one) => (
            <MiniPanel
              key={one.number}
              panel={one}
              isSelected={one.number === selected}
              onSelect={() => setPanel(one.number)}
              onDrop={(cameraId) => give({ kind: 'push', panel: one.number, content: { kind: 'camera', cameraId } })}
            />
          ))}
        </section>
      ))}
      {order.isError && (
        <Alert color="orange" variant="light" p="xs" role="alert">
          <Text size="sm">{errorText(order.error, t('common.offline'))}</Text>
          {mayBreak && last !== undefined && (
            <Button mt={6} size="compact-xs" color="red.8" onClick={() => give(last, true)}>
              {t('walls.breakLock')}
            </Button>
          )}
        </Alert>
      )}
      {panel !== null && (
        <Stack gap={6}>
          <Text size="sm" fw={600}>
            {t('walls.panel', { number: panel.number })}
          </Text>
          <Group gap={6}>
            <Button
              size="compact-sm"
              leftSection={<IconScreenShare size={15} />}
              disabled={content === null}
              onClick={() => content !== null && give({ kind: 'push', panel: panel.number, content })}
            >
              {t('walls.push')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={panel.lock === null ? <IconLock size={15} /> : <IconLockOpen size={15} />}
              disabled={panel.content === null}
              onClick={() =>
                give({ kind: 'lock', panel: panel.number, seconds: panel.lock === null ? LOCK_SECONDS : 0 })
              }
            >
              {t(panel.lock === null ? 'walls.lock' : 'walls.unlock')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={15} />}
              onClick={() => give({ kind: 'return', panel: panel.number })}
            >
              {t('walls.return')}
            </Button>
          </Group>
        </Stack>
      )}
      <Text size="xs" fw={650} c="dark.1">
        {t('walls.presets')}
      </Text>
      <Group gap={6}>
        {wall.presets.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('walls.noPresets')}
          </Text>
        )}
        {wall.presets.map(({ number, name }) => (
          <Button
            key={number}
            size="compact-sm"
            variant={number === wall.preset ? 'filled' : 'default'}
            aria-pressed={number === wall.preset}
            onClick={() => give({ kind: 'preset', number })}
          >
            {number} {name}
          </Button>
        ))}
      </Group>
      <Button component={Link} to={`/walls/${wall.id}`} size="compact-sm" variant="subtle">
        {t('walls.openWall')}
      </Button>
    </Stack>
  );
}

interface MiniPanelProps {
  readonly panel: WallPanel;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onDrop: (cameraId: string) => void;
}

const share = (value: number): string => `${(value * 100).toFixed(4)}%`;

function MiniPanel({ panel, isSelected, onSelect, onDrop }: MiniPanelProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const { content, lock, owner, alarm } = panel;
  const nameOf = (id: string): string => cameras.data?.find((camera) => camera.id === id)?.name ?? id;
  const text =
    content === null ? '' : 'cameraId' in content ? nameOf(content.cameraId) : t(`walls.kinds.${content.kind}`);
  const holder = lock === null ? (owner ?? '') : t('walls.lockedShort', { name: lock.name });
  return (
    <button
      type="button"
      className={classes.panel}
      style={{
        left: share(panel.x),
        top: share(panel.y),
        width: share(panel.width),
        height: share(panel.height),
      }}
      data-mini-panel={panel.number}
      data-source={panel.source}
      data-locked={lock !== null}
      data-selected={isSelected}
      aria-pressed={isSelected}
      title={`${panel.number} ${text} ${holder}`}
      onClick={onSelect}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const cameraId = event.dataTransfer.getData(DRAGGED_CAMERA);
        if (cameraId !== '') onDrop(cameraId);
      }}
    >
      <strong>
        {panel.number}
        {lock !== null && <IconLock size={11} />}
      </strong>
      <span>{text}</span>
      {(holder !== '' || alarm !== null) && (
        <em>{alarm === null ? holder : t(`walls.severities.${alarm.severity}`)}</em>
      )}
    </button>
  );
}
