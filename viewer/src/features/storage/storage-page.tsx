import { Group, ScrollArea, Skeleton, Stack, Tabs, Title } from '@mantine/core';
import { IconDatabase, IconLock, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { HoldsPanel } from '../holds/holds-panel.tsx';
import { DeletionsPanel } from './deletions-panel.tsx';
import { useStorage } from './storage.queries.ts';
import { StorageGroups } from './storage-groups.tsx';
import { StorageNodes } from './storage-nodes.tsx';

const TABS = [
  { value: 'overview', icon: IconDatabase },
  { value: 'holds', icon: IconLock },
  { value: 'deletions', icon: IconTrash },
] as const;

/** Where recordings lie, how long they are kept, what is held as evidence and what was deleted; `?tab=` opens a part. */
export function StoragePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find(({ value }) => value === search.get('tab'))?.value ?? 'overview';
  return (
    <Tabs
      value={tab}
      onChange={(value) => setSearch(value === null || value === 'overview' ? {} : { tab: value }, { replace: true })}
      keepMounted={false}
      h="100%"
    >
      <Stack gap={0} h="100%">
        <Group px="md" pt={10} gap="0 32px" style={{ borderBottom: '1px solid var(--tc-line)' }}>
          <Title order={1} size="h4" pb={10}>
            {t('storage.title')}
          </Title>
          <Tabs.List style={{ '--tab-border-color': 'transparent', flexWrap: 'nowrap', overflowX: 'auto' }}>
            {TABS.map(({ value, icon: Icon }) => (
              <Tabs.Tab key={value} value={value} leftSection={<Icon size={15} />}>
                {t(`storage.tabs.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Group>
        <ScrollArea style={{ flex: 1 }}>
          <Tabs.Panel value="overview">
            <Overview />
          </Tabs.Panel>
          <Tabs.Panel value="holds">
            <HoldsPanel />
          </Tabs.Panel>
          <Tabs.Panel value="deletions">
            <DeletionsPanel />
          </Tabs.Panel>
        </ScrollArea>
      </Stack>
    </Tabs>
  );
}

function Overview() {
  const storage = useStorage();
  if (storage.isPending) return <Skeleton h={220} m="md" />;
  if (storage.data === undefined) {
    return <ErrorPanel error={storage.error} onRetry={() => void storage.refetch()} />;
  }
  return (
    <>
      <StorageNodes nodes={storage.data.nodes} />
      <StorageGroups kept={storage.data.groups} />
    </>
  );
}
