import { Group, ScrollArea, Skeleton, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChartBarOff, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { vietnamDay } from '../../shared/format-time.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useWallNow } from '../../shared/use-now.ts';
import { useDayCoverage } from './coverage.queries.ts';
import { CoverageRow } from './coverage-row.tsx';
import { CoverageTotal } from './coverage-total.tsx';

const TYPING_PAUSE_MS = 300;

/** How completely every camera was recorded on one day, and why not; the day stands in the address (`?day=`). */
export function CoveragePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const today = vietnamDay(useWallNow(60_000));
  const day = search.get('day') ?? today;
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), TYPING_PAUSE_MS);
  const coverage = useDayCoverage(day, wanted);
  const data = coverage.data;

  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('coverage.title')}
        </Title>
        <Group gap="xs">
          <DatePickerInput
            size="xs"
            w={150}
            value={day}
            maxDate={today}
            valueFormat="DD/MM/YYYY"
            aria-label={`${t('coverage.day')} ${day.split('-').reverse().join('/')}`}
            onChange={(value) => setSearch(value === null || value === today ? {} : { day: value })}
          />
          <TextInput
            size="xs"
            w={230}
            leftSection={<IconSearch size={15} />}
            placeholder={t('cameras.search')}
            aria-label={t('cameras.search')}
            value={text}
            maxLength={100}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Group>
      </Group>
      <ScrollArea style={{ flex: 1 }}>
        {coverage.isPending && <Skeleton h={220} m="md" />}
        {coverage.isError && data === undefined && (
          <ErrorPanel error={coverage.error} onRetry={() => void coverage.refetch()} />
        )}
        {data !== undefined && data.items.length === 0 && (
          <EmptyState
            icon={IconChartBarOff}
            title={t(wanted === '' ? 'coverage.emptyTitle' : 'cameras.noMatch')}
            hint={t('coverage.emptyHint')}
          />
        )}
        {data !== undefined && data.items.length > 0 && (
          <>
            <CoverageTotal total={data.total} />
            <Table miw={860} stickyHeader verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('cameras.name')}</Table.Th>
                  <Table.Th w={260}>{t('coverage.completeness')}</Table.Th>
                  <Table.Th w={120}>{t('coverage.missing')}</Table.Th>
                  <Table.Th w={210}>{t('coverage.longest')}</Table.Th>
                  <Table.Th>{t('coverage.causes')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map((item) => (
                  <CoverageRow key={item.cameraId} item={item} />
                ))}
              </Table.Tbody>
            </Table>
            <Text size="xs" c="dimmed" p="md">
              {t('coverage.footnote')}
            </Text>
          </>
        )}
      </ScrollArea>
    </Stack>
  );
}
