import {
  Button,
  Center,
  Group,
  ScrollArea,
  Select,
  Skeleton,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconHeartRateMonitor, IconSearch } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraHealth } from '../../api/api.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useCameraHealth } from './health.queries.ts';
import {
  HEALTH_SORTS,
  HEALTH_STATES,
  type HealthSort,
  type HealthState,
  type HealthWish,
  healthList,
} from './health-list.ts';
import { HealthTable } from './health-table.tsx';
import { OwnerDialog } from './owner-dialog.tsx';

/** What is shown at once: a thousand rows would make typing slow. */
const PAGE_ROWS = 100;
const EVERY = 'all';
const START: HealthWish = { text: '', state: null, isCareOnly: false, sort: 'care', isReversed: false };

/** How every camera does, what needs care first. */
export function HealthPage() {
  const { t } = useTranslation();
  const health = useCameraHealth();
  const [wish, setWish] = useState(START);
  const [rows, setRows] = useState(PAGE_ROWS);
  const [edited, setEdited] = useState<CameraHealth | null>(null);
  const wished = useDeferredValue(wish);
  const listed = useMemo(() => healthList(health.data ?? [], wished), [health.data, wished]);
  const change = (part: Partial<HealthWish>) => {
    setWish((before) => ({ ...before, ...part }));
    setRows(PAGE_ROWS);
  };
  const sort = useCallback((by: HealthSort) => {
    setWish((before) => ({ ...before, sort: by, isReversed: before.sort === by && !before.isReversed }));
    setRows(PAGE_ROWS);
  }, []);
  const all = health.data ?? [];
  const worried = all.filter(({ care }) => care.length > 0).length;

  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <div>
          <Title order={1} size="h4">
            {t('health.title')}
          </Title>
          {health.data !== undefined && (
            <Text size="xs" c="dark.1" role="status">
              {t('health.sum', { listed: listed.length, all: all.length, worried })}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Switch
            size="sm"
            label={t('health.careOnly')}
            checked={wish.isCareOnly}
            onChange={(event) => change({ isCareOnly: event.currentTarget.checked })}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t('cameras.state')}
            allowDeselect={false}
            value={wish.state ?? EVERY}
            data={[
              { value: EVERY, label: t('health.everyState') },
              ...HEALTH_STATES.map((state) => ({ value: state, label: t(`map.states.${state}`) })),
            ]}
            onChange={(value) =>
              change({ state: HEALTH_STATES.find((state): state is HealthState => state === value) ?? null })
            }
          />
          <Select
            size="xs"
            w={190}
            aria-label={t('health.sortBy')}
            allowDeselect={false}
            value={wish.sort}
            data={HEALTH_SORTS.map((by) => ({ value: by, label: t(`health.sorts.${by}`) }))}
            onChange={(value) => change({ sort: HEALTH_SORTS.find((by) => by === value) ?? 'care', isReversed: false })}
          />
          <TextInput
            size="xs"
            w={230}
            leftSection={<IconSearch size={15} />}
            placeholder={t('health.search')}
            aria-label={t('health.search')}
            value={wish.text}
            maxLength={100}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
        </Group>
      </Group>
      <ScrollArea style={{ flex: 1 }}>
        {health.isPending && <Skeleton h={260} m="md" />}
        {health.isError && health.data === undefined && (
          <ErrorPanel error={health.error} onRetry={() => void health.refetch()} />
        )}
        {health.data !== undefined && listed.length === 0 && (
          <EmptyState
            icon={IconHeartRateMonitor}
            title={t(all.length === 0 ? 'cameras.emptyTitle' : 'cameras.noMatch')}
            hint={t(all.length === 0 ? 'cameras.emptyHint' : 'health.noMatchHint')}
          />
        )}
        {listed.length > 0 && (
          <HealthTable
            cameras={listed.slice(0, rows)}
            sort={wish.sort}
            isReversed={wish.isReversed}
            onSort={sort}
            onOwner={setEdited}
          />
        )}
        {listed.length > rows && (
          <Center p="md">
            <Button variant="default" size="xs" onClick={() => setRows(rows + PAGE_ROWS)}>
              {t('common.more')}
            </Button>
          </Center>
        )}
      </ScrollArea>
      {edited !== null && <OwnerDialog camera={edited} onClose={() => setEdited(null)} />}
    </Stack>
  );
}
