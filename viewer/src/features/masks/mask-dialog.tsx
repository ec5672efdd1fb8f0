import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Camera, mediaPath } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { MOST_MASKS } from './mask-drawing.ts';
import { MaskPicture } from './mask-picture.tsx';
import { useSaveMasks } from './masks.queries.ts';

interface MaskDialogProps {
  readonly camera: Camera;
  readonly onClose: () => void;
}

const NEW_MASK: PictureShare = { x: 0.4, y: 0.45, width: 0.2, height: 0.1 };

/** Where plates are not looked for in one camera's picture: clock, name, painted signs. */
export function MaskDialog({ camera, onClose }: MaskDialogProps) {
  const { t } = useTranslation();
  const [masks, setMasks] = useState<readonly PictureShare[]>(camera.masks);
  const [isBroken, setIsBroken] = useState(false);
  const save = useSaveMasks();
  const { width, height } = camera.status;
  const isFull = masks.length >= MOST_MASKS;
  return (
    <Dialog opened onClose={onClose} size="xl" title={t('masks.title', { camera: camera.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { camera, masks: [...masks] },
            {
              onSuccess: () => {
                notifications.show({ message: t('masks.saved'), color: 'teal' });
                onClose();
              },
            },
          );
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dark.1">
            {t('masks.hint')}
          </Text>
          {isBroken && (
            <Alert color="yellow" variant="light" p="xs">
              {t('masks.noStill')}
            </Alert>
          )}
          <MaskPicture
            source={mediaPath.snapshot(camera.id)}
            aspect={width === null || height === null ? 16 / 9 : width / height}
            masks={masks}
            onChange={setMasks}
            onBroken={() => setIsBroken(true)}
          />
          <Group justify="space-between">
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconPlus size={15} />}
                disabled={isFull}
                onClick={() => setMasks([...masks, NEW_MASK])}
              >
                {t('masks.add')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconTrash size={15} />}
                disabled={masks.length === 0}
                onClick={() => setMasks([])}
              >
                {t('masks.clear')}
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              <Kbd size="xs">←↑↓→</Kbd> {t('masks.keyMove')} · <Kbd size="xs">Shift ←↑↓→</Kbd> {t('masks.keySize')} ·{' '}
              <Kbd size="xs">Delete</Kbd> {t('masks.keyRemove')}
            </Text>
          </Group>
          <DialogActions
            failure={save.isError ? errorText(save.error, t('common.offline')) : null}
            isPending={save.isPending}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
