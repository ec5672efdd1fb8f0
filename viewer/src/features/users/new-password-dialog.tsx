import { PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useSetUserPassword } from './users.queries.ts';

/** A password for somebody who forgot theirs; they are logged out everywhere and change it at the next login. */
export function NewPasswordDialog({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSetUserPassword();
  const form = useForm({ initialValues: { password: '' } });
  const submit = form.onSubmit(({ password }) =>
    save.mutate(
      { id: user.id, password },
      {
        onSuccess: () => {
          notifications.show({ message: t('users.saved', { name: user.displayName }), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog opened onClose={onClose} title={`${t('people.newPassword')}: ${user.displayName}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t('people.newPasswordHint')}</Text>
          <PasswordInput
            label={t('users.initialPassword')}
            required
            data-autofocus
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
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
