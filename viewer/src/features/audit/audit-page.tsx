import { Anchor, Code, Group, Select, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { AUDIT_KINDS, type AuditKind } from '@thapcanh/core/people/audit-kind';
import { isPurpose } from '@thapcanh/core/people/purpose';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditEntry } from '../../api/api.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { useAudit } from './audit.queries.ts';

type Dashed<Text extends string> = Text extends `${infer What}.${infer Did}` ? `${What}-${Did}` : Text;

/** A dot would be a level of the texts. */
const keyOf = (kind: AuditKind) => kind.replace('.', '-') as Dashed<AuditKind>;

const isKind = (text: string | null): text is AuditKind => AUDIT_KINDS.some((kind) => kind === text);

/** Who did what, for auditors. */
export function AuditPage() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<AuditKind | null>(null);
  const [cameraId, setCameraId] = useState<string | null>(null);
  const cameras = useCameras();
  const log = useAudit({ kind, cameraId });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = (one: AuditKind): string => t(`audit.kinds.${keyOf(one)}`);
  return (
    <Stack gap={0} h="100%">
      <Group px="md" py={10} justify="space-between" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <Title order={1} size="h4">
          {t('audit.title')}
        </Title>
        <Group gap="xs">
          <Select
            size="xs"
            w={230}
            searchable
            clearable
            placeholder={t('audit.filterKind')}
            aria-label={t('audit.what')}
            value={kind}
            onChange={(value) => setKind(isKind(value) ? value : null)}
            data={AUDIT_KINDS.map((one) => ({ value: one, label: nameOf(one) }))}
          />
          <Select
            size="xs"
            w={230}
            searchable
            clearable
            placeholder={t('passages.filterCamera')}
            aria-label={t('passages.camera')}
            value={cameraId}
            onChange={setCameraId}
            data={(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Group>
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
                <EntryRow key={entry.id} entry={entry} what={isKind(entry.kind) ? nameOf(entry.kind) : entry.kind} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton query={log} />
    </Stack>
  );
}

function EntryRow({ entry, what }: { readonly entry: AuditEntry; readonly what: string }) {
  const { t } = useTranslation();
  const { purpose, caseNumber } = entry;
  return (
    <Table.Tr data-entry={entry.id} style={{ fontVariantNumeric: 'tabular-nums', verticalAlign: 'top' }}>
      <Table.Td>{entry.id}</Table.Td>
      <Table.Td>{formatDateTime(entry.at)}</Table.Td>
      <Table.Td>
        <Text size="sm">{entry.actorName ?? t('audit.nobody')}</Text>
        <Text size="xs" c="dark.1">
          {entry.address}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{what}</Text>
        {entry.cameraId !== null && (
          <Anchor component={Link} to={`/cameras/${entry.cameraId}`} size="xs">
            {entry.cameraId}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        {purpose !== null && isPurpose(purpose) && <Text size="sm">{t(`audit.purposes.${purpose}`)}</Text>}
        {caseNumber !== null && <Text size="xs">{caseNumber}</Text>}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {Object.keys(entry.details).length > 0 && <Code>{JSON.stringify(entry.details)}</Code>}
      </Table.Td>
    </Table.Tr>
  );
}
