import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog.tsx';
import { errorText } from './query-states.tsx';

interface DeleteDialogProps {
  readonly title: string;
  /** What goes with it and what stays. */
  readonly explanation: string;
  /** Said once it is gone. */
  readonly done: string;
  readonly id: string;
  readonly remove: UseMutationResult<unknown, Error, string>;
  readonly onClose: () => void;
}

/** Asks before something is deleted; Enter on the dialog as it opens cancels. */
export function DeleteDialog({ title, explanation, done, id, remove, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  const confirm = () =>
    remove.mutate(id, {
      onSuccess: () => {
        notifications.show({ message: done, color: 'teal' });
        onClose();
      },
    });
  return (
    <Dialog opened onClose={onClose} title={title}>
      <Stack>
        <Text size="sm">{explanation}</Text>
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
