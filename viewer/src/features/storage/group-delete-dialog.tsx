import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { CameraGroup } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useDeleteGroup } from './storage.queries.ts';

export function GroupDeleteDialog({ group, onClose }: { readonly group: CameraGroup; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteGroup();
  const confirm = () =>
    remove.mutate(group.id, {
      onSuccess: () => {
        notifications.show({ message: t('storage.group.deleted', { name: group.name }), color: 'teal' });
        onClose();
      },
    });
  return (
    <Dialog opened onClose={onClose} title={t('storage.group.deleteTitle', { name: group.name })}>
      <Stack>
        <Text size="sm">{t('storage.group.deleteHint')}</Text>
        {remove.isError && (
          <Alert color="red" variant="light" role="alert">
            {errorText(remove.error, t('common.offline'))}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red.8" onClick={confirm} loading={remove.isPending}>
            {t('common.delete')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
