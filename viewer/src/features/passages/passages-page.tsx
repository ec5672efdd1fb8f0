import { Badge, Button, Center, Group, Loader, ScrollArea, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconCarOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Passage } from '../../api/api.ts';
import { useIsConnected } from '../../api/live-events.tsx';
import { formatDateTime } from '../../shared/format-time.ts';
import { objectClassKey } from '../../shared/object-class.ts';
import { PassagePicture } from '../../shared/passage-picture.tsx';
import { PlateChip } from '../../shared/plate-chip.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { PassageDrawer } from './passage-drawer.tsx';
import { PassageFilters } from './passage-filters.tsx';
import classes from './passages.module.css';
import { NO_FILTER, type PassageFilter, usePassages } from './passages.queries.ts';

/** Every vehicle that passed, newest first, with filters kept in the address so that a view can be shared. */
export function PassagesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const isConnected = useIsConnected();
  const filter = useMemo<PassageFilter>(
    () => ({
      plate: search.get('plate') ?? NO_FILTER.plate,
      cameraId: search.get('cameraId') ?? NO_FILTER.cameraId,
      from: search.get('from') ?? NO_FILTER.from,
      to: search.get('to') ?? NO_FILTER.to,
    }),
    [search],
  );
  const passages = usePassages(filter);
  const items = passages.data?.pages.flatMap((page) => page.items) ?? [];
  const openId = search.get('passage');

  const changeFilter = (next: PassageFilter) =>
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')), { replace: true });
  const open = (id: string | null) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (id === null) after.delete('passage');
      else after.set('passage', id);
      return after;
    });

  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Group gap="sm">
          <Title order={1} size="h4">
            {t('passages.title')}
          </Title>
          {isConnected && (
            <Badge size="sm" variant="light" color="teal">
              {t('passages.newest')}
            </Badge>
          )}
        </Group>
        <PassageFilters filter={filter} onChange={changeFilter} />
      </Group>
      <ScrollArea style={{ flex: 1 }}>
        {passages.isPending && (
          <Stack p="md" gap="xs">
            {[0, 1, 2, 3, 4, 5].map((index) => (
              <Skeleton key={index} h={52} />
            ))}
          </Stack>
        )}
        {passages.isError && items.length === 0 && (
          <ErrorPanel error={passages.error} onRetry={() => void passages.refetch()} />
        )}
        {passages.isSuccess && items.length === 0 && (
          <EmptyState icon={IconCarOff} title={t('passages.emptyTitle')} hint={t('passages.emptyHint')} />
        )}
        {items.length > 0 && (
          <Table stickyHeader highlightOnHover verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={170}>{t('passages.picture')}</Table.Th>
                <Table.Th w={170}>{t('passages.plate')}</Table.Th>
                <Table.Th>{t('passages.camera')}</Table.Th>
                <Table.Th w={190}>{t('passages.time')}</Table.Th>
                <Table.Th w={120}>{t('passages.vehicle')}</Table.Th>
                <Table.Th w={110} ta="right">
                  {t('passages.confidence')}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((passage) => (
                <PassageRow key={passage.id} passage={passage} onOpen={() => open(passage.id)} />
              ))}
            </Table.Tbody>
          </Table>
        )}
        {passages.hasNextPage && (
          <Center p="md">
            <Button
              variant="default"
              size="xs"
              onClick={() => void passages.fetchNextPage()}
              disabled={passages.isFetchingNextPage}
              leftSection={passages.isFetchingNextPage ? <Loader size={14} /> : undefined}
            >
              {t('common.more')}
            </Button>
          </Center>
        )}
      </ScrollArea>
      <PassageDrawer passageId={openId} onClose={() => open(null)} />
    </Stack>
  );
}

function PassageRow({ passage, onOpen }: { readonly passage: Passage; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Table.Tr
      className={classes.row}
      tabIndex={0}
      data-passage={passage.id}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen();
      }}
    >
      <Table.Td>
        <PassagePicture passage={passage} className={classes.crop ?? ''} />
      </Table.Td>
      <Table.Td>
        {passage.plate === null ? (
          <Text size="sm" c="dimmed">
            {t('passages.noPlate')}
          </Text>
        ) : (
          <PlateChip plate={passage.plate} />
        )}
      </Table.Td>
      <Table.Td>{passage.cameraName}</Table.Td>
      <Table.Td style={{ fontVariantNumeric: 'tabular-nums' }}>{formatDateTime(passage.bestAt)}</Table.Td>
      <Table.Td>{t(objectClassKey(passage.objectClass))}</Table.Td>
      <Table.Td ta="right">{passage.plate === null ? '' : `${Math.round(passage.plate.confidence * 100)} %`}</Table.Td>
    </Table.Tr>
  );
}
