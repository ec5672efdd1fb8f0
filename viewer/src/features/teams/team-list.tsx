import { Anchor, Button, Drawer, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Team } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { RowActions } from '../../shared/row-actions.tsx';
import { GrantList } from '../grants/grant-list.tsx';
import { useGrants } from '../grants/grants.queries.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { useUsers } from '../users/users.queries.ts';
import { TeamForm } from './team-form.tsx';
import { useDeleteTeam, useTeams } from './teams.queries.ts';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete' | 'grants'; readonly team: Team };

/** Teams with their members and what they were granted together. */
export function TeamList() {
  const { t } = useTranslation();
  const teams = useTeams();
  const users = useUsers();
  const grants = useGrants();
  const say = useGrantWords();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const nameOf = (id: string) => users.data?.find((user) => user.id === id)?.displayName ?? '…';
  const add = (
    <Button
      size="xs"
      leftSection={<IconPlus size={15} />}
      onClick={() => setDialog({ kind: 'add' })}
      style={{ flex: 'none' }}
    >
      {t('people.addTeam')}
    </Button>
  );
  return (
    <>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">
          {t('people.teamsHint')}
        </Text>
        {add}
      </Group>
      {teams.isPending && <Skeleton h={160} m="md" />}
      {teams.isError && teams.data === undefined && (
        <ErrorPanel error={teams.error} onRetry={() => void teams.refetch()} />
      )}
      {teams.data?.length === 0 && (
        <EmptyState
          icon={IconUsersGroup}
          title={t('people.teamsEmptyTitle')}
          hint={t('people.teamsEmptyHint')}
          action={add}
        />
      )}
      {teams.data !== undefined && teams.data.length > 0 && (
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('people.team')}</Table.Th>
              <Table.Th>{t('people.grants')}</Table.Th>
              <Table.Th w={90} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {teams.data.map((team) => (
              <Table.Tr key={team.id} data-team={team.id} style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
                <Table.Td>
                  <Anchor
                    component="button"
                    size="sm"
                    fw={600}
                    ta="left"
                    onClick={() => setDialog({ kind: 'grants', team })}
                  >
                    {team.name}
                  </Anchor>
                  <Text size="xs" c="dark.1">
                    {team.memberIds.map(nameOf).join(', ') || t('people.noMembers')}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {grants.data
                    ?.filter(({ teamId }) => teamId === team.id)
                    .map((grant) => (
                      <Text key={grant.id} size="sm">
                        {say(grant)}
                      </Text>
                    ))}
                </Table.Td>
                <Table.Td>
                  <RowActions
                    name={team.name}
                    onEdit={() => setDialog({ kind: 'edit', team })}
                    onDelete={() => setDialog({ kind: 'delete', team })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {dialog?.kind === 'add' && <TeamForm team={null} onClose={close} />}
      {dialog?.kind === 'edit' && <TeamForm team={dialog.team} onClose={close} />}
      {dialog?.kind === 'delete' && <TeamDelete team={dialog.team} onClose={close} />}
      {dialog?.kind === 'grants' && <TeamDrawer team={dialog.team} onClose={close} />}
    </>
  );
}

function TeamDrawer({ team, onClose }: { readonly team: Team; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{team.name}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <GrantList holder={{ teamId: team.id }} />
      </Stack>
    </Drawer>
  );
}

function TeamDelete({ team, onClose }: { readonly team: Team; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = team;
  const remove = useDeleteTeam();
  const title = t('people.deleteTeamTitle', { name });
  const done = t('areas.deleted', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('people.deleteTeamHint')} />;
}
