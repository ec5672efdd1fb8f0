import { ActionIcon, Anchor, Box, Button, Group, Paper, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconMapPinCog, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { CameraTile } from '../live-wall/camera-tile.tsx';
import { placeText } from './geo.ts';
import { useCamera } from './map.queries.ts';

interface CameraCardProps {
  readonly cameraId: string;
  readonly mayPlace: boolean;
  readonly onPlace: () => void;
  readonly onNear: (near: string) => void;
  readonly onClose: () => void;
}

/** A small live picture of the camera that was clicked, and the ways on from it. */
export function CameraCard({ cameraId, mayPlace, onPlace, onNear, onClose }: CameraCardProps) {
  const { t } = useTranslation();
  const camera = useCamera(cameraId);
  const { latitude = null, longitude = null } = camera.data ?? {};
  return (
    <Paper bg="dark.6" withBorder p="xs" data-card={cameraId}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Anchor component={Link} to={`/cameras/${cameraId}`} fw={600} size="sm" truncate>
          {camera.data === undefined ? cameraId : `${camera.data.number} · ${camera.data.name}`}
        </Anchor>
        <Group gap={2} wrap="nowrap">
          {mayPlace && (
            <Tooltip label={t('map.place')}>
              <ActionIcon variant="subtle" color="gray" onClick={onPlace} aria-label={t('map.place')}>
                <IconMapPinCog size={17} />
              </ActionIcon>
            </Tooltip>
          )}
          <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label={t('common.close')}>
            <IconX size={17} />
          </ActionIcon>
        </Group>
      </Group>
      {camera.isError && <ErrorPanel error={camera.error} onRetry={() => void camera.refetch()} />}
      {camera.isPending && <Skeleton style={{ aspectRatio: '16 / 9' }} />}
      {camera.data !== undefined && (
        <Box style={{ display: 'grid' }}>
          <CameraTile key={cameraId} camera={camera.data} stream={camera.data.hasSubStream ? 'sub' : 'main'} />
        </Box>
      )}
      <Group gap="xs" mt={8}>
        <Button component={Link} to={`/cameras/${cameraId}`} size="compact-sm" variant="light">
          {t('map.openCamera')}
        </Button>
        {latitude !== null && longitude !== null && (
          <Button size="compact-sm" variant="default" onClick={() => onNear(placeText([longitude, latitude]))}>
            {t('map.nearest')}
          </Button>
        )}
      </Group>
      {latitude === null && camera.data !== undefined && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('map.noPlace')}
        </Text>
      )}
    </Paper>
  );
}
