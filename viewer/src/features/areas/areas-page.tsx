import { Group, ScrollArea, Stack, Tabs, Title } from '@mantine/core';
import { IconHierarchy2, IconMapRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AreaList } from './area-list.tsx';
import { OperatingAreaList } from './operating-area-list.tsx';

const TABS = [
  { value: 'tree', icon: IconHierarchy2 },
  { value: 'operating', icon: IconMapRoute },
] as const;

/** Where cameras stand: the tree of areas, and the sets across it; `?tab=` opens a part. */
export function AreasPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find(({ value }) => value === search.get('tab'))?.value ?? 'tree';
  return (
    <Tabs
      value={tab}
      onChange={(value) => setSearch(value === null || value === 'tree' ? {} : { tab: value }, { replace: true })}
      keepMounted={false}
      h="100%"
    >
      <Stack gap={0} h="100%">
        <Group px="md" pt={10} gap="0 32px" style={{ borderBottom: '1px solid var(--tc-line)' }}>
          <Title order={1} size="h4" pb={10}>
            {t('areas.title')}
          </Title>
          <Tabs.List style={{ '--tab-border-color': 'transparent', flexWrap: 'nowrap', overflowX: 'auto' }}>
            {TABS.map(({ value, icon: Icon }) => (
              <Tabs.Tab key={value} value={value} leftSection={<Icon size={15} />}>
                {t(`areas.tabs.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Group>
        <ScrollArea style={{ flex: 1 }}>
          <Tabs.Panel value="tree">
            <AreaList />
          </Tabs.Panel>
          <Tabs.Panel value="operating">
            <OperatingAreaList />
          </Tabs.Panel>
        </ScrollArea>
      </Stack>
    </Tabs>
  );
}
