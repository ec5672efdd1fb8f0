import { Group, ScrollArea, Stack, Tabs, Title } from '@mantine/core';
import { IconKey, IconShieldLock, IconUser, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { RoleRules } from '../factor/role-rules.tsx';
import { KeyList } from '../keys/key-list.tsx';
import { TeamList } from '../teams/team-list.tsx';
import { UserList } from './user-list.tsx';

const TABS = [
  { value: 'users', icon: IconUser },
  { value: 'teams', icon: IconUsersGroup },
  { value: 'roles', icon: IconShieldLock },
  { value: 'keys', icon: IconKey },
] as const;

/** Accounts, teams, roles and keys with what they may do; administrators only. `?tab=` opens a part. */
export function UsersPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find(({ value }) => value === search.get('tab'))?.value ?? 'users';
  return (
    <Tabs
      value={tab}
      onChange={(value) => setSearch(value === null || value === 'users' ? {} : { tab: value }, { replace: true })}
      keepMounted={false}
      h="100%"
    >
      <Stack gap={0} h="100%">
        <Group px="md" pt={10} gap="0 32px" style={{ borderBottom: '1px solid var(--tc-line)' }}>
          <Title order={1} size="h4" pb={10}>
            {t('people.title')}
          </Title>
          <Tabs.List style={{ '--tab-border-color': 'transparent', flexWrap: 'nowrap', overflowX: 'auto' }}>
            {TABS.map(({ value, icon: Icon }) => (
              <Tabs.Tab key={value} value={value} leftSection={<Icon size={15} />}>
                {t(`people.tabs.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Group>
        <ScrollArea style={{ flex: 1 }}>
          <Tabs.Panel value="users">
            <UserList />
          </Tabs.Panel>
          <Tabs.Panel value="teams">
            <TeamList />
          </Tabs.Panel>
          <Tabs.Panel value="roles">
            <RoleRules />
          </Tabs.Panel>
          <Tabs.Panel value="keys">
            <KeyList />
          </Tabs.Panel>
        </ScrollArea>
      </Stack>
    </Tabs>
  );
}
