import { Anchor, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { isPurpose } from '@thapcanh/core/people/purpose';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditEntry } from '../../api/api.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { NO_AUDIT_FILTER, useAudit } from './audit.queries.ts';
import { AuditDetails } from './audit-details.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { isKind, useKindName } from './kind-name.ts';

/** Who did what, for auditors. */
export function AuditPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(NO_AUDIT_FILTER);
  const log = useAudit(filter);
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('audit.title')}
        </Title>
        <AuditFilters filter={filter} onChange={setFilter} />
      </Group>
      <Text px="md" py={6} size="xs" c="dimmed">
        {t('audit.hint')}
      </Text>
      {log.isPending && <Skeleton h={160} m="md" />}
      {log.isError && items.length === 0 && <ErrorPanel error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && items.length === 0 && (
        <EmptyState icon={IconListSearch} title={t('audit.emptyTitle')} hint={t('audit.emptyHint')} />
      )}
      {items.length > 0 && (
        <Table.ScrollContainer
          minWidth={860}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('audit.title') } }}
        >
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={70}>#</Table.Th>
                <Table.Th w={170}>{t('audit.at')}</Table.Th>
                <Table.Th w={170}>{t('audit.who')}</Table.Th>
                <Table.Th w={210}>{t('audit.what')}</Table.Th>
                <Table.Th w={170}>{t('audit.why')}</Table.Th>
                <Table.Th>{t('audit.details')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((entry) => (
                <EntryRow key={entry.id} entry={entry} onPerson={(actorName) => setFilter({ ...filter, actorName })} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton query={log} />
    </Stack>
  );
}

interface EntryRowProps {
  readonly entry: AuditEntry;
  readonly onPerson: (username: string) => void;
}

function EntryRow({ entry, onPerson }: EntryRowProps) {
  const { t } = useTranslation();
  const nameOf = useKindName();
  const { actorName, purpose, caseNumber } = entry;
  return (
    <Table.Tr data-entry={entry.id} style={{ fontVariantNumeric: 'tabular-nums', verticalAlign: 'top' }}>
      <Table.Td>{entry.id}</Table.Td>
      <Table.Td>{formatDateTime(entry.at)}</Table.Td>
      <Table.Td>
        {actorName === null ? (
          <Text size="sm">{t('audit.nobody')}</Text>
        ) : (
          <Anchor
            component="button"
            size="sm"
            onClick={() => onPerson(actorName)}
            title={t('audit.onlyPerson', { name: actorName })}
          >
            {actorName}
          </Anchor>
        )}
        <Text size="xs" c="dark.1">
          {entry.address}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{isKind(entry.kind) ? nameOf(entry.kind) : entry.kind}</Text>
        {entry.cameraId !== null && (
          <Anchor component={Link} to={`/cameras/${entry.cameraId}`} size="xs">
            {entry.cameraId}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        {purpose !== null && isPurpose(purpose) && <Text size="sm">{t(`audit.purposes.${purpose}`)}</Text>}
        {caseNumber !== null && <Text size="xs">{t('audit.case', { number: caseNumber })}</Text>}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <AuditDetails entry={entry} />
      </Table.Td>
    </Table.Tr>
  );
}
