import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconBroadcast, IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera, Incident } from '../../api/api.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { isTyping } from '../../shared/key-bindings.ts';
import { useWallNow } from '../../shared/use-now.ts';
import { rangeAround, ZOOM_SPANS_MS } from '../camera/timeline-scale.ts';
import { CameraTile } from '../live-wall/camera-tile.tsx';
import classes from './incident.module.css';
import { SyncTimeBar } from './sync-time-bar.tsx';
import { type SyncPlayer, useSyncPlayer } from './use-sync-player.ts';

/** Played from a little before it happened. */
const LEAD_MS = 5_000;
/** What is younger is watched live: its recording cannot be played yet. */
const LIVE_EDGE_MS = 40_000;
const RATES = [0.5, 1, 2, 4] as const;

interface SyncPlayerViewProps {
  readonly incident: Incident;
  readonly cameras: readonly Camera[];
}

/** Up to nine cameras of an incident by one clock, live at the right edge of the bar. */
export function SyncPlayerView({ incident, cameras }: SyncPlayerViewProps) {
  const { t } = useTranslation();
  const nowMs = useWallNow(1_000);
  const occurredMs = Date.parse(incident.occurredAt);
  const [isLive, setIsLive] = useState(() => Date.now() - occurredMs < LIVE_EDGE_MS);
  const [count, setCount] = useState<4 | 9>(4);
  const [zoom, setZoom] = useState(0);
  const player = useSyncPlayer(occurredMs - LEAD_MS, !isLive);
  const shown = incident.cameras.slice(0, count).flatMap((each) => {
    const camera = cameras.find(({ id }) => id === each.cameraId);
    return camera === undefined ? [] : [{ ...each, camera }];
  });
  const atMs = isLive ? nowMs : player.atMs;
  const spanMs = ZOOM_SPANS_MS[zoom] ?? ZOOM_SPANS_MS[0];
  // The bar stands while the head moves through it.
  const range = rangeAround(isLive ? nowMs : Math.floor(atMs / (spanMs / 4)) * (spanMs / 4), spanMs, nowMs);

  const seek = (ms: number) => {
    const isEdge = ms > Date.now() - 2_000;
    setIsLive(isEdge);
    if (!isEdge) player.seek(ms);
  };
  const isAtEdge = !isLive && atMs > nowMs - 2_000;
  useEffect(() => {
    if (isAtEdge) setIsLive(true);
  }, [isAtEdge]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, a') !== null) return;
      const stepMs = event.shiftKey ? 60_000 : 10_000;
      if (event.key === ' ') player.play(!player.isPlaying);
      else if (event.key === 'ArrowLeft') seek(atMs - stepMs);
      else if (event.key === 'ArrowRight') seek(atMs + stepMs);
      else if (event.key === 'l') setIsLive(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const columns = shown.length <= 1 ? 1 : shown.length <= 2 ? 2 : shown.length <= 4 ? 4 : 9;
  return (
    <>
      <div
        className={classes.grid}
        data-count={columns}
        data-testid="sync-player"
        data-live={isLive}
        data-playing={shown.filter(({ cameraId }) => player.states[cameraId] === 'ready').length}
        data-drift-ms={player.worstDriftMs === null ? undefined : Math.round(player.worstDriftMs)}
      >
        {shown.map(({ camera }) => (
          <div key={camera.id} className={classes.tile}>
            {isLive ? <CameraTile camera={camera} stream="sub" /> : <RecordedTile camera={camera} player={player} />}
          </div>
        ))}
      </div>
      <Group justify="space-between" gap="xs">
        <Group gap={6}>
          <Tooltip label={t('incidents.toMoment')}>
            <ActionIcon
              variant="default"
              aria-label={t('incidents.toMoment')}
              onClick={() => seek(occurredMs - LEAD_MS)}
            >
              <IconPlayerSkipBack size={17} />
            </ActionIcon>
          </Tooltip>
          <ActionIcon
            variant="default"
            disabled={isLive}
            aria-label={t(player.isPlaying ? 'incidents.pause' : 'incidents.play')}
            onClick={() => player.play(!player.isPlaying)}
          >
            {player.isPlaying ? <IconPlayerPause size={17} /> : <IconPlayerPlay size={17} />}
          </ActionIcon>
          <Button
            size="compact-sm"
            variant={isLive ? 'filled' : 'default'}
            color="teal.9"
            leftSection={<IconBroadcast size={15} />}
            onClick={() => setIsLive(true)}
          >
            {t('camera.live')}
          </Button>
          <SegmentedControl
            size="xs"
            aria-label={t('incidents.speed')}
            value={String(player.rate)}
            onChange={(value) => player.setRate(Number(value))}
            data={RATES.map((rate) => ({ value: String(rate), label: `${rate}×` }))}
          />
          <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {formatDateTime(atMs)}
          </Text>
        </Group>
        <Group gap={6}>
          {incident.cameras.length > 4 && (
            <SegmentedControl
              size="xs"
              aria-label={t('incidents.cameraCount')}
              value={String(count)}
              onChange={(value) => setCount(value === '9' ? 9 : 4)}
              data={['4', '9']}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('incidents.zoom')}
            value={String(zoom)}
            onChange={(value) => setZoom(Number(value))}
            data={(['m10', 'h1', 'h6'] as const).map((key, at) => ({
              value: String(at),
              label: t(`camera.zoom.${key}`),
            }))}
          />
        </Group>
      </Group>
      <SyncTimeBar incident={incident} cameras={shown} range={range} atMs={atMs} nowMs={nowMs} onPick={seek} />
    </>
  );
}

function RecordedTile({ camera, player }: { readonly camera: Camera; readonly player: SyncPlayer }) {
  const { t } = useTranslation();
  const { attach } = player;
  const ref = useCallback((video: HTMLVideoElement | null) => attach(camera.id, video), [attach, camera.id]);
  const state = player.states[camera.id] ?? 'opening';
  return (
    <>
      <video ref={ref} className={classes.video} muted playsInline data-sync-camera={camera.id} />
      {state !== 'ready' && (
        <span className={classes.veil} data-state={state}>
          {t(state === 'opening' ? 'camera.loadingRecording' : 'incidents.noPicture')}
        </span>
      )}
      <span className={classes.name}>{camera.name}</span>
    </>
  );
}
