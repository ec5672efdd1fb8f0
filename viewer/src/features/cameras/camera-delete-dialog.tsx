import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useDeleteCamera } from './camera-mutations.ts';

export function CameraDeleteDialog({ camera, onClose }: { readonly camera: Camera; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteCamera();
  const confirm = () =>
    remove.mutate(camera.id, {
      onSuccess: () => {
        notifications.show({ message: t('cameras.deleted', { name: camera.name }), color: 'teal' });
        onClose();
      },
    });
  return (
    <Dialog opened onClose={onClose} title={t('cameras.deleteTitle', { name: camera.name })}>
      <Stack>
        <Text size="sm">{t('cameras.deleteHint')}</Text>
        {remove.isError && (
          <Alert color="red" variant="light">
            {errorText(remove.error, t('common.offline'))}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red" onClick={confirm} loading={remove.isPending}>
            {t('common.delete')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
