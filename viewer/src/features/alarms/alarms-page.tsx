import { Button, Group, Stack, Tabs, Title } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { ShiftLogPanel } from '../shift-log/shift-log-panel.tsx';
import { AlarmInbox } from './alarm-inbox.tsx';
import classes from './alarms.module.css';
import { useMarkAlarmsRead } from './alarms.queries.ts';
import { MutesPanel } from './mutes-panel.tsx';

const TABS = ['inbox', 'mutes', 'shift'] as const;

/** The inbox of alarms, what is muted, and the log of the shift. */
export function AlarmsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const markRead = useMarkAlarmsRead();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((known) => known === search.get('tab')) ?? 'inbox';
  const user = session.data ?? null;
  if (user === null) return null;
  const mayHandle = mayDo(user, 'alarm.handle');
  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={8} justify="space-between">
        <Title order={1} size="h4">
          {t('alarms.title')}
        </Title>
        {tab === 'inbox' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChecks size={16} />}
            loading={markRead.isPending}
            onClick={() => markRead.mutate(null)}
          >
            {t('alarms.readAll')}
          </Button>
        )}
      </Group>
      <Tabs
        value={tab}
        keepMounted={false}
        className={classes.tabs}
        onChange={(value) => setSearch(value === null || value === 'inbox' ? {} : { tab: value })}
      >
        <Tabs.List px="md">
          {TABS.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {t(`alarms.tabs.${value}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="inbox" className={classes.panel}>
          <AlarmInbox user={user} />
        </Tabs.Panel>
        <Tabs.Panel value="mutes" className={classes.panel}>
          <MutesPanel mayHandle={mayHandle} />
        </Tabs.Panel>
        <Tabs.Panel value="shift" className={classes.panel}>
          <ShiftLogPanel mayHandle={mayHandle} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
