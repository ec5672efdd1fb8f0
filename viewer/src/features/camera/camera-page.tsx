import { Button, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconBroadcast, IconLock, IconMask, IconVideoOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Camera, Passage } from '../../api/api.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useWallNow } from '../../shared/use-now.ts';
import { useCameras } from '../cameras/cameras.queries.ts';
import { HoldForm } from '../holds/hold-form.tsx';
import { CameraTile } from '../live-wall/camera-tile.tsx';
import { MaskDialog } from '../masks/mask-dialog.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import classes from './camera-page.module.css';
import { CameraSide } from './camera-side.tsx';
import { PlaybackView } from './playback-view.tsx';
import { useCameraPassages, useGaps, useRecordings } from './recordings.queries.ts';
import { StreamFacts } from './stream-facts.tsx';
import { Timeline } from './timeline.tsx';
import { rangeAround, ZOOM_SPANS_MS } from './timeline-scale.ts';
import { useCameraKeys } from './use-camera-keys.ts';
import { usePlaybackPlayer } from './use-playback-player.ts';

/** A passage plays from a little before it was seen. */
const LEAD_MS = 3_000;
/** Held before and after the instant on the screen, unless the person says otherwise. */
const HOLD_AROUND_MS = 5 * 60_000;
const ZOOM_KEYS = ['m10', 'h1', 'h6', 'h24'] as const;

/** One camera: live, or its recording from any instant of the timeline. `?at=` (ms) opens at that instant. */
export function CameraPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const cameras = useCameras();
  const camera = cameras.data?.find((candidate) => candidate.id === id);
  if (cameras.isError && cameras.data === undefined) {
    return <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />;
  }
  if (cameras.data === undefined) return null;
  if (camera === undefined) return <EmptyState icon={IconVideoOff} title={t('camera.notFound')} />;
  return <CameraView key={camera.id} camera={camera} />;
}

function CameraView({ camera }: { readonly camera: Camera }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const nowMs = useWallNow(1_000);
  const [zoom, setZoom] = useState(0);
  const requestedMs = Number(search.get('at')) || null;
  // A new object for every navigation, so that picking the same instant twice seeks twice.
  const request = useMemo(() => (requestedMs === null ? null : { startMs: requestedMs }), [requestedMs]);
  const player = usePlaybackPlayer(camera.id, request);
  const atMs = request === null ? nowMs : player.atMs;
  const range = rangeAround(request === null ? nowMs : request.startMs, ZOOM_SPANS_MS[zoom] ?? ZOOM_SPANS_MS[0], nowMs);
  const recordings = useRecordings(camera.id, range);
  const gaps = useGaps(camera.id, range);
  const passages = useCameraPassages(camera.id, range);
  const listed = passages.data ?? [];

  const session = useSession();
  const [isMasking, setIsMasking] = useState(false);
  const [heldAtMs, setHeldAtMs] = useState<number | null>(null);

  const setAt = (at: string | null) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (at === null) after.delete('at');
      else after.set('at', at);
      return after;
    });
  const playFrom = (ms: number) => setAt(String(Math.round(ms)));
  const toLive = () => setAt(null);
  const openPassage = (passage: Passage) => playFrom(Date.parse(passage.startedAt) - LEAD_MS);
  useCameraKeys({
    back: () => void navigate('/'),
    toLive,
    newIncident: () => {
      if (!mayDo(session.data, 'incident.handle')) return;
      void navigate(`/incidents/new?camera=${camera.id}&at=${new Date(atMs).toISOString()}`);
    },
    playPause: () => {
      const video = player.videoRef.current;
      if (video === null) playFrom(nowMs - LEAD_MS);
      else if (video.paused) void video.play().catch(() => undefined);
      else video.pause();
    },
    seekBy: (ms) => (atMs + ms >= nowMs - 1_000 ? toLive() : playFrom(atMs + ms)),
    zoomBy: (steps) => setZoom((before) => Math.min(ZOOM_KEYS.length - 1, Math.max(0, before + steps))),
    passage: (direction) => {
      const ordered = [...listed].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
      const target =
        direction === 'next'
          ? ordered.find((passage) => Date.parse(passage.startedAt) - LEAD_MS > atMs + 1_000)
          : ordered.findLast((passage) => Date.parse(passage.startedAt) - LEAD_MS < atMs - 1_000);
      if (target !== undefined) openPassage(target);
    },
  });

  return (
    <div className={classes.page}>
      <section className={classes.main}>
        <Group justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconArrowLeft size={16} />}
              onClick={() => void navigate('/')}
            >
              {t('nav.wall')}
            </Button>
            <Title order={1} size="h4">
              {camera.name}
            </Title>
          </Group>
          <StreamFacts status={camera.status} />
        </Group>
        {request === null ? (
          <div className={classes.stage} data-mode="live">
            <CameraTile camera={camera} stream="main" isFocused />
          </div>
        ) : (
          <PlaybackView player={player} />
        )}
        <Group justify="space-between">
          <Group gap="sm">
            <Button
              size="compact-sm"
              variant={request === null ? 'light' : 'filled'}
              color={request === null ? 'teal' : 'signal'}
              leftSection={<IconBroadcast size={16} />}
              onClick={toLive}
              disabled={request === null}
            >
              {request === null ? t('camera.live') : t('camera.backToLive')}
            </Button>
            {mayDo(session.data, 'hold.manage') && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconLock size={15} />}
                onClick={() => setHeldAtMs(atMs)}
              >
                {t('holds.add')}
              </Button>
            )}
            {camera.profile === 'plate-gate' && mayDo(session.data, 'camera.manage') && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconMask size={15} />}
                onClick={() => setIsMasking(true)}
              >
                {t('masks.open')}
              </Button>
            )}
            {recordings.isError && (
              <Text size="xs" c="red.4">
                {t('common.errorTitle')}
              </Text>
            )}
          </Group>
          <SegmentedControl
            size="xs"
            value={String(zoom)}
            onChange={(value) => setZoom(Number(value))}
            data={ZOOM_KEYS.map((key, index) => ({ value: String(index), label: t(`camera.zoom.${key}`) }))}
          />
        </Group>
        <Timeline
          range={range}
          recordings={recordings.data}
          gaps={gaps.data ?? []}
          passages={listed}
          atMs={atMs}
          nowMs={nowMs}
          onPick={playFrom}
        />
      </section>
      <CameraSide camera={camera} passages={listed} onPick={openPassage} />
      {isMasking && <MaskDialog camera={camera} onClose={() => setIsMasking(false)} />}
      {heldAtMs !== null && (
        <HoldForm
          start={{ cameraId: camera.id, fromMs: heldAtMs - HOLD_AROUND_MS, toMs: heldAtMs + HOLD_AROUND_MS }}
          onClose={() => setHeldAtMs(null)}
        />
      )}
    </div>
  );
}
