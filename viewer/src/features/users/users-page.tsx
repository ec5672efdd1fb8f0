import {
  Button,
  Group,
  PasswordInput,
  Select,
  Skeleton,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { ROLES, type Role } from '@thapcanh/core/people/role';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { EmptyState, ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { useSession } from '../session/session.queries.ts';
import { useCreateUser, useSetUserActive, useUsers } from './users.queries.ts';

/** Accounts and their roles; administrators only. */
export function UsersPage() {
  const { t } = useTranslation();
  const users = useUsers();
  const session = useSession();
  const setActive = useSetUserActive();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('users.title')}
        </Title>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setIsAdding(true)}>
          {t('users.add')}
        </Button>
      </Group>
      {users.isPending && <Skeleton h={160} m="md" />}
      {users.isError && <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />}
      {setActive.isError && <ErrorPanel error={setActive.error} />}
      {users.data?.length === 0 && <EmptyState icon={IconUsers} title={t('users.emptyTitle')} />}
      {users.data !== undefined && users.data.length > 0 && (
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('users.displayName')}</Table.Th>
              <Table.Th>{t('session.username')}</Table.Th>
              <Table.Th>{t('users.role')}</Table.Th>
              <Table.Th w={130}>{t('users.active')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.data.map((user) => (
              <Table.Tr key={user.id}>
                <Table.Td>{user.displayName}</Table.Td>
                <Table.Td>{user.username}</Table.Td>
                <Table.Td>
                  <Text size="sm">
                    {user.roles.map((role) => t(`session.roles.${role}`)).join(', ') || t('session.noRole')}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Switch
                    checked={user.isActive}
                    disabled={user.id === session.data?.id}
                    aria-label={`${t('users.active')}: ${user.displayName}`}
                    onChange={(event) => setActive.mutate({ id: user.id, isActive: event.currentTarget.checked })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {isAdding && <UserForm onClose={() => setIsAdding(false)} />}
    </Stack>
  );
}

function UserForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateUser();
  const form = useForm({
    initialValues: { username: '', displayName: '', role: 'operator' as Role, password: '' },
  });
  const submit = form.onSubmit((body) =>
    create.mutate(body, {
      onSuccess: () => {
        notifications.show({ message: t('users.saved', { name: body.displayName }), color: 'teal' });
        onClose();
      },
    }),
  );
  return (
    <Dialog opened onClose={onClose} title={t('users.add')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t('users.displayName')} required data-autofocus {...form.getInputProps('displayName')} />
          <TextInput label={t('session.username')} required autoComplete="off" {...form.getInputProps('username')} />
          <Select
            label={t('users.role')}
            allowDeselect={false}
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
