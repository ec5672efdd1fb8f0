import { ActionIcon, Group, Skeleton, Text, Title, Tooltip } from '@mantine/core';
import { useElementSize, useFullscreenElement } from '@mantine/hooks';
import { IconCameraPlus, IconMaximize } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isTyping } from '../../shared/key-bindings.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { CameraTile } from './camera-tile.tsx';
import { bestColumns, neighbour, SUB_STREAM_BELOW_PX } from './grid-layout.ts';

const GAP_PX = 8;

/** All cameras, live, in one grid that fits the screen. */
export function LiveWallPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const cameras = useCameras();
  const { ref: areaRef, width, height } = useElementSize();
  const gridRef = useRef<HTMLDivElement | null>(null);
  const { ref: fullscreenRef, toggle } = useFullscreenElement();
  const [selected, setSelected] = useState(0);
  const shown = (cameras.data ?? []).filter((camera) => camera.isEnabled);
  const columns = bestColumns(shown.length, width, height);
  const tileWidthPx = width / columns;
  const liveCount = shown.filter((camera) => camera.status.state === 'live').length;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'f') void toggle();
      if (!event.key.startsWith('Arrow')) return;
      event.preventDefault();
      const next = neighbour(selected, event.key, columns, shown.length);
      setSelected(next);
      gridRef.current?.querySelectorAll('button')[next]?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [columns, selected, shown.length, toggle]);

  return (
    <div
      ref={fullscreenRef}
      style={{ height: '100%', display: 'flex', flexDirection: 'column', background: 'var(--mantine-color-dark-7)' }}
    >
      <Group px="md" py={10} justify="space-between" wrap="nowrap">
        <Group gap="md" align="baseline">
          <Title order={1} size="h4">
            {t('wall.title')}
          </Title>
          {cameras.data !== undefined && shown.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('wall.summary', { live: liveCount, total: shown.length })}
            </Text>
          )}
        </Group>
        <Tooltip label={`${t('wall.fullscreen')} (f)`}>
          <ActionIcon variant="subtle" color="gray" onClick={() => void toggle()} aria-label={t('wall.fullscreen')}>
            <IconMaximize size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div ref={areaRef} style={{ flex: 1, minHeight: 0, overflow: 'auto', margin: '0 12px 12px' }}>
        {cameras.isPending && (
          <div style={{ display: 'grid', gridTemplateColumns: 'repeat(2, 1fr)', gap: GAP_PX }}>
            {[0, 1, 2, 3].map((index) => (
              <Skeleton key={index} style={{ aspectRatio: '16 / 9' }} />
            ))}
          </div>
        )}
        {cameras.isError && cameras.data === undefined && (
          <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
        )}
        {cameras.data !== undefined && shown.length === 0 && (
          <EmptyState icon={IconCameraPlus} title={t('wall.emptyTitle')} hint={t('wall.emptyHint')} />
        )}
        {shown.length > 0 && width > 0 && (
          <div
            ref={gridRef}
            style={{ display: 'grid', gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gap: GAP_PX }}
          >
            {shown.map((camera, index) => (
              <CameraTile
                key={camera.id}
                camera={camera}
                stream={tileWidthPx < SUB_STREAM_BELOW_PX && camera.hasSubStream ? 'sub' : 'main'}
                isSelected={index === selected}
                onSelect={() => setSelected(index)}
                onOpen={() => void navigate(`/cameras/${camera.id}`)}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
