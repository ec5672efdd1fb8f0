import { PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { ROLES, type Role } from '@thapcanh/core/people/role';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useCreateUser } from './users.queries.ts';

interface UserFormProps {
  /** The account is made; what else it may do is granted next. */
  readonly onMade: (userId: string) => void;
  readonly onClose: () => void;
}

export function UserForm({ onMade, onClose }: UserFormProps) {
  const { t } = useTranslation();
  const create = useCreateUser();
  const form = useForm({
    initialValues: { username: '', displayName: '', role: null as Role | null, password: '' },
  });
  const submit = form.onSubmit(({ role, ...draft }) =>
    create.mutate(
      { ...draft, ...(role === null ? {} : { role }) },
      {
        onSuccess: ({ id }) => {
          notifications.show({ message: t('users.saved', { name: draft.displayName }), color: 'teal' });
          onMade(id);
        },
      },
    ),
  );
  return (
    <Dialog opened onClose={onClose} title={t('users.add')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('users.displayName')}
            required
            maxLength={100}
            data-autofocus
            {...form.getInputProps('displayName')}
          />
          <TextInput label={t('session.username')} required autoComplete="off" {...form.getInputProps('username')} />
          <Select
            label={t('people.roleEverywhere')}
            description={t('people.roleEverywhereHint')}
            clearable
            data={ROLES.map((role) => ({ value: role, label: t(`session.roles.${role}`) }))}
            {...form.getInputProps('role')}
          />
          <PasswordInput
            label={t('users.initialPassword')}
            required
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <DialogActions
            failure={create.isError ? errorText(create.error, t('common.offline')) : null}
            isPending={create.isPending}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
