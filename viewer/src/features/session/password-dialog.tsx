import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useChangePassword } from './session.queries.ts';

export function PasswordDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const close = () => {
    setCurrent('');
    setNext('');
    change.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          notifications.show({ message: t('session.passwordChanged'), color: 'teal' });
          close();
        },
      },
    );
  };
  return (
    <Dialog opened={isOpen} onClose={close} title={t('session.changePassword')}>
      <form onSubmit={submit}>
        <Stack>
          <PasswordInput
            label={t('session.currentPassword')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            autoComplete="current-password"
            required
            data-autofocus
          />
          <PasswordInput
            label={t('session.newPassword')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            autoComplete="new-password"
            required
          />
          {change.isError && (
            <Alert color="red" variant="light">
              {errorText(change.error, t('common.offline'))}
            </Alert>
          )}
          <Button type="submit" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
