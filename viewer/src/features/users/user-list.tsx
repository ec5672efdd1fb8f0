import { Anchor, Button, Group, Skeleton, Switch, Table, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { foldText } from '@thapcanh/core/text/fold-text';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant, User } from '../../api/api.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useGrants } from '../grants/grants.queries.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { useSession } from '../session/session.queries.ts';
import { useTeams } from '../teams/teams.queries.ts';
import { UserDrawer } from './user-drawer.tsx';
import { UserForm } from './user-form.tsx';
import { useSetUserActive, useUsers } from './users.queries.ts';

/** Everybody with what they were granted in words; opens one person beside the list. */
export function UserList() {
  const { t } = useTranslation();
  const users = useUsers();
  const grants = useGrants();
  const teams = useTeams();
  const session = useSession();
  const setActive = useSetUserActive();
  const [query, setQuery] = useState('');
  const [isAdding, setIsAdding] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const wanted = foldText(query);
  const listed = (users.data ?? []).filter((user) => foldText(`${user.displayName} ${user.username}`).includes(wanted));
  const open = users.data?.find(({ id }) => id === openId);
  const grantsOf = (user: User) => (grants.data ?? []).filter(({ userId }) => userId === user.id);
  const teamsOf = (user: User) =>
    (teams.data ?? []).filter(({ memberIds }) => memberIds.includes(user.id)).map(({ name }) => name);
  return (
    <>
      <Group px="md" py="sm" justify="space-between">
        <TextInput
          size="xs"
          w={230}
          leftSection={<IconSearch size={15} />}
          placeholder={t('people.search')}
          aria-label={t('people.search')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setIsAdding(true)}>
          {t('users.add')}
        </Button>
      </Group>
      {users.isPending && <Skeleton h={160} m="md" />}
      {users.isError && users.data === undefined && (
        <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />
      )}
      {setActive.isError && <ErrorPanel error={setActive.error} />}
      {users.data !== undefined && listed.length === 0 && <EmptyState icon={IconUsers} title={t('users.emptyTitle')} />}
      {listed.length > 0 && (
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('users.displayName')}</Table.Th>
              <Table.Th>{t('people.grants')}</Table.Th>
              <Table.Th w={120}>{t('users.active')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {listed.map((user) => (
              <Table.Tr
                key={user.id}
                data-user={user.username}
                style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}
              >
                <Table.Td>
                  <Anchor component="button" size="sm" fw={600} ta="left" onClick={() => setOpenId(user.id)}>
                    {user.displayName}
                  </Anchor>
                  <Text size="xs" c="dark.1">
                    {user.username}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <GrantsInWords grants={grantsOf(user)} teams={teamsOf(user)} />
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
      {isAdding && (
        <UserForm
          onClose={() => setIsAdding(false)}
          onMade={(id) => {
            setIsAdding(false);
            setOpenId(id);
          }}
        />
      )}
      {open !== undefined && <UserDrawer user={open} onClose={() => setOpenId(null)} />}
    </>
  );
}

function GrantsInWords({ grants, teams }: { readonly grants: readonly Grant[]; readonly teams: readonly string[] }) {
  const { t } = useTranslation();
  const say = useGrantWords();
  if (grants.length === 0 && teams.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('session.noRole')}
      </Text>
    );
  }
  return (
    <>
      {grants.map((grant) => (
        <Text key={grant.id} size="sm">
          {say(grant)}
        </Text>
      ))}
      {teams.length > 0 && (
        <Text size="xs" c="dark.1">
          {t('people.throughTeams', { names: teams.join(', ') })}
        </Text>
      )}
    </>
  );
}
