import { Button, Divider, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconKey, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/api.ts';
import { FactorResetDialog } from '../factor/factor-reset-dialog.tsx';
import { GrantList } from '../grants/grant-list.tsx';
import { useGrants } from '../grants/grants.queries.ts';
import { useGrantWords } from '../grants/use-grant-words.ts';
import { SessionList } from '../sessions/session-list.tsx';
import { useTeams } from '../teams/teams.queries.ts';
import { NewPasswordDialog } from './new-password-dialog.tsx';

/** One person: what they were granted, by which teams, where they are logged in, and a new password for them. */
export function UserDrawer({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'password' | 'factor' | null>(null);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{user.displayName}</Text>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="lg" data-user-drawer={user.id}>
        <Group justify="space-between">
          <Text size="sm" c="dark.1">
            {user.username}
            {user.mustChangePassword && ` · ${t('people.mustChangePassword')}`}
          </Text>
          <Group gap="xs">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconKey size={14} />}
              onClick={() => setAsked('password')}
            >
              {t('people.newPassword')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconShieldOff size={14} />}
              onClick={() => setAsked('factor')}
            >
              {t('factor.reset')}
            </Button>
          </Group>
        </Group>
        <GrantList holder={{ userId: user.id }} />
        <Divider />
        <TeamsOf userId={user.id} />
        <Divider />
        <SessionList userId={user.id} />
      </Stack>
      {asked === 'password' && <NewPasswordDialog user={user} onClose={() => setAsked(null)} />}
      {asked === 'factor' && <FactorResetDialog user={user} onClose={() => setAsked(null)} />}
    </Drawer>
  );
}

function TeamsOf({ userId }: { readonly userId: string }) {
  const { t } = useTranslation();
  const teams = useTeams();
  const grants = useGrants();
  const say = useGrantWords();
  const own = (teams.data ?? []).filter(({ memberIds }) => memberIds.includes(userId));
  return (
    <Stack gap={6}>
      <Text fw={650} size="sm" component="h3">
        {t('people.teams')}
      </Text>
      {own.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('people.inNoTeam')}
        </Text>
      )}
      {own.map((team) => (
        <div key={team.id}>
          <Text size="sm">{team.name}</Text>
          {grants.data
            ?.filter(({ teamId }) => teamId === team.id)
            .map((grant) => (
              <Text key={grant.id} size="xs" c="dark.1">
                {say(grant)}
              </Text>
            ))}
        </div>
      ))}
    </Stack>
  );
}
