import {
  Badge,
  Button,
  Group,
  SegmentedControl,
  Skeleton,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { INCIDENT_KIND_NAMES } from '@thapcanh/core/incidents/incident-kind';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { IncidentSummary } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { SeverityBadge } from '../alarms/severity-badge.tsx';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { IncidentStateBadge } from './incident-state-steps.tsx';
import { type IncidentFilter, useIncidents } from './incidents.queries.ts';

/** Incidents, newest first. */
export function IncidentsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const [filter, setFilter] = useState<IncidentFilter>({ state: 'active', q: '', isMine: false });
  const [q] = useDebouncedValue(filter.q, 250);
  const incidents = useIncidents({ ...filter, q: q.trim() });
  const items = incidents.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={8} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('incidents.title')}
        </Title>
        <Group gap="sm">
          <TextInput
            size="xs"
            w={200}
            aria-label={t('incidents.search')}
            placeholder={t('incidents.search')}
            value={filter.q}
            onChange={(event) => setFilter({ ...filter, q: event.currentTarget.value })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('incidents.filterState')}
            value={filter.state}
            onChange={(state) => setFilter({ ...filter, state: state as IncidentFilter['state'] })}
            data={(['active', 'closed', 'all'] as const).map((value) => ({
              value,
              label: t(`incidents.filters.${value}`),
            }))}
          />
          <Switch
            size="xs"
            label={t('incidents.mine')}
            checked={filter.isMine}
            onChange={(event) => setFilter({ ...filter, isMine: event.currentTarget.checked })}
          />
          {mayDo(session.data, 'incident.handle') && (
            <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => void navigate('/incidents/new')}>
              {t('incidents.add')}
            </Button>
          )}
        </Group>
      </Group>
      {incidents.isPending && <Skeleton h={160} m="md" />}
      {incidents.isError && items.length === 0 && (
        <ErrorPanel error={incidents.error} onRetry={() => void incidents.refetch()} />
      )}
      {incidents.isSuccess && items.length === 0 && (
        <EmptyState icon={IconShieldCheck} title={t('incidents.emptyTitle')} hint={t('incidents.emptyHint')} />
      )}
      {items.length > 0 && (
        <Table.ScrollContainer
          minWidth={760}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('incidents.title') } }}
        >
          <Table verticalSpacing={7} horizontalSpacing="md" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={70}>#</Table.Th>
                <Table.Th w={120}>{t('incidents.severity')}</Table.Th>
                <Table.Th>{t('incidents.what')}</Table.Th>
                <Table.Th w={170}>{t('incidents.state')}</Table.Th>
                <Table.Th w={180}>{t('incidents.units')}</Table.Th>
                <Table.Th w={180}>{t('incidents.at')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((incident) => (
                <Row key={incident.id} incident={incident} onOpen={() => void navigate(`/incidents/${incident.id}`)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton query={incidents} />
    </Stack>
  );
}

function Row({ incident, onOpen }: { readonly incident: IncidentSummary; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Table.Tr onClick={onOpen} style={{ cursor: 'pointer' }} data-row-incident={incident.number}>
      <Table.Td>{incident.number}</Table.Td>
      <Table.Td>
        <SeverityBadge severity={incident.severity} />
      </Table.Td>
      <Table.Td>
        <Link
          to={`/incidents/${incident.id}`}
          style={{ color: 'inherit', textDecoration: 'none', fontWeight: incident.isUnread ? 700 : 400 }}
          onClick={(event) => event.stopPropagation()}
        >
          {incident.title}
        </Link>{' '}
        {incident.isUnread && (
          <Badge size="xs" color="signal">
            {t('incidents.unread')}
          </Badge>
        )}
        <Text size="xs" c="dark.1">
          {[INCIDENT_KIND_NAMES[incident.kind][currentLanguage()], incident.place].filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <IncidentStateBadge state={incident.state} />
      </Table.Td>
      <Table.Td>{incident.units.join(', ')}</Table.Td>
      <Table.Td style={{ fontVariantNumeric: 'tabular-nums' }}>{formatDateTime(incident.occurredAt)}</Table.Td>
    </Table.Tr>
  );
}
