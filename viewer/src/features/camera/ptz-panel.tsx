import { Alert, Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconHome,
  type IconProps,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format-time.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useWallNow } from '../../shared/use-now.ts';
import classes from './ptz.module.css';
import { usePtzGoTo, usePtzLock, usePtzPresets } from './ptz.queries.ts';
import type { PtzDirection } from './ptz-keys.ts';
import { usePtz } from './use-ptz.ts';

const SPEEDS = { slow: 0.2, normal: 0.5, fast: 1 } as const;
const SPEED_KEYS = ['slow', 'normal', 'fast'] as const;
/** Whoever turned a camera has it this much longer, as the server decides. */
const USE_MS = 10_000;
const LOCK_SECONDS = 120;

const BUTTONS: readonly { direction: PtzDirection; icon: ComponentType<IconProps>; key: string }[] = [
  { direction: 'up', icon: IconArrowUp, key: 'w' },
  { direction: 'left', icon: IconArrowLeft, key: 'a' },
  { direction: 'right', icon: IconArrowRight, key: 'd' },
  { direction: 'down', icon: IconArrowDown, key: 's' },
];
const ZOOMS: typeof BUTTONS = [
  { direction: 'zoomIn', icon: IconZoomIn, key: 'e' },
  { direction: 'zoomOut', icon: IconZoomOut, key: 'q' },
];

/** Turns a camera while its buttons or keys are held, sends it to presets, and tells who has it. */
export function PtzPanel({ cameraId }: { readonly cameraId: string }) {
  const { t } = useTranslation();
  const [speed, setSpeed] = useState<keyof typeof SPEEDS>('normal');
  const [failure, setFailure] = useState<unknown>(null);
  const [usedUntilMs, setUsedUntilMs] = useState(0);
  const [lockedUntilMs, setLockedUntilMs] = useState(0);
  const nowMs = useWallNow(1_000);
  const presets = usePtzPresets(cameraId);
  const goTo = usePtzGoTo(cameraId);
  const lock = usePtzLock(cameraId);
  const obeyed = () => {
    setFailure(null);
    setUsedUntilMs(Date.now() + USE_MS);
  };
  const outcome = { onSuccess: obeyed, onError: setFailure };
  const { held, press, release } = usePtz({ cameraId, speed: SPEEDS[speed], onObeyed: obeyed, onFailed: setFailure });
  const mineUntilMs = Math.max(usedUntilMs, lockedUntilMs);
  const isLocked = lockedUntilMs > nowMs;
  const keepFor = (seconds: number) =>
    lock.mutate(seconds, {
      onError: setFailure,
      onSuccess: (untilMs) => {
        setFailure(null);
        setLockedUntilMs(untilMs ?? 0);
        if (untilMs === null) setUsedUntilMs(0);
      },
    });

  const key = ({ direction, icon: Icon, key: letter }: (typeof BUTTONS)[number]) => (
    <button
      key={direction}
      type="button"
      className={`${classes.key} ${classes[direction] ?? ''}`}
      data-held={held.has(direction)}
      aria-label={t(`ptz.${direction}`)}
      aria-keyshortcuts={letter}
      title={`${t(`ptz.${direction}`)} (${letter})`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        press(direction);
      }}
      onPointerUp={() => release(direction)}
      onPointerCancel={() => release(direction)}
      onLostPointerCapture={() => release(direction)}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        event.stopPropagation();
        if (!event.repeat) press(direction);
      }}
      onKeyUp={() => release(direction)}
      onBlur={() => release(direction)}
    >
      <Icon size={22} />
    </button>
  );

  return (
    <Stack gap="sm" p="sm">
      <Group gap="md" align="center" justify="center">
        <fieldset className={classes.pad} style={{ border: 0, margin: 0, padding: 0 }} aria-label={t('ptz.pad')}>
          {BUTTONS.map(key)}
          <button
            type="button"
            className={`${classes.key} ${classes.home ?? ''}`}
            aria-label={t('ptz.home')}
            title={t('ptz.home')}
            onClick={() => goTo.mutate(null, outcome)}
          >
            <IconHome size={20} />
          </button>
        </fieldset>
        <Stack gap={5}>{ZOOMS.map(key)}</Stack>
      </Group>
      <Text size="xs" c="dimmed" ta="center">
        {t('ptz.hint')}
      </Text>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('ptz.speed')}
        value={speed}
        onChange={(value) => setSpeed(SPEED_KEYS.find((known) => known === value) ?? 'normal')}
        data={SPEED_KEYS.map((value) => ({ value, label: t(`ptz.speeds.${value}`) }))}
      />
      {failure !== null && (
        <Alert color="orange" variant="light" p="xs" role="alert">
          {errorText(failure, t('common.offline'))}
        </Alert>
      )}
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c={mineUntilMs > nowMs ? 'teal.4' : 'dimmed'} role="status">
          {mineUntilMs > nowMs ? t('ptz.mine', { time: formatTime(mineUntilMs) }) : t('ptz.free')}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          style={{ flex: 'none' }}
          loading={lock.isPending}
          onClick={() => keepFor(isLocked ? 0 : LOCK_SECONDS)}
        >
          {t(isLocked ? 'ptz.unlock' : 'ptz.lock')}
        </Button>
      </Group>
      <Stack gap={6}>
        <Text size="xs" fw={650} c="dark.1">
          {t('ptz.presets')}
        </Text>
        {presets.isPending && <Skeleton h={28} />}
        {presets.isError && (
          <Text size="xs" c="orange.4">
            {errorText(presets.error, t('common.offline'))}
          </Text>
        )}
        {presets.data?.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('ptz.noPresets')}
          </Text>
        )}
        <Group gap={6}>
          {presets.data?.map((preset) => (
            <Button
              key={preset.token}
              size="compact-sm"
              variant="default"
              onClick={() => goTo.mutate(preset.token, outcome)}
            >
              {preset.name === '' ? preset.token : preset.name}
            </Button>
          ))}
        </Group>
      </Stack>
    </Stack>
  );
}
