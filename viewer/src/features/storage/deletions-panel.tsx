import { Anchor, Badge, Group, Select, Skeleton, Table, Text } from '@mantine/core';
import { IconTrashOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Deletion } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatBytes } from '../../shared/format-bytes.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { ruleText } from './deletion-rule.ts';
import { useDeletions } from './storage.queries.ts';

/** Every recording that was deleted, by which rule, newest first. */
export function DeletionsPanel() {
  const { t } = useTranslation();
  const [cameraId, setCameraId] = useState('');
  const cameras = useCameras();
  const deletions = useDeletions(cameraId);
  const items = deletions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group px="md" py="sm" justify="space-between">
        <Text size="sm" c="dimmed">
          {t('deletions.hint')}
        </Text>
        <Select
          size="xs"
          w={230}
          searchable
          clearable
          placeholder={t('passages.filterCamera')}
          aria-label={t('passages.camera')}
          value={cameraId === '' ? null : cameraId}
          onChange={(value) => setCameraId(value ?? '')}
          data={(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Group>
      {deletions.isPending && <Skeleton h={160} m="md" />}
      {deletions.isError && items.length === 0 && (
        <ErrorPanel error={deletions.error} onRetry={() => void deletions.refetch()} />
      )}
      {deletions.isSuccess && items.length === 0 && (
        <EmptyState icon={IconTrashOff} title={t('deletions.emptyTitle')} hint={t('deletions.emptyHint')} />
      )}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={820}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={180}>{t('deletions.at')}</Table.Th>
                <Table.Th>{t('passages.camera')}</Table.Th>
                <Table.Th w={180}>{t('deletions.span')}</Table.Th>
                <Table.Th w={110}>{t('deletions.size')}</Table.Th>
                <Table.Th>{t('deletions.reason')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((deletion) => (
                <DeletionRow key={`${deletion.recordingId} ${deletion.tier}`} deletion={deletion} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton query={deletions} />
    </>
  );
}

function DeletionRow({ deletion }: { readonly deletion: Deletion }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const rule = ruleText(deletion, language);
  return (
    <Table.Tr data-deletion={deletion.recordingId} style={{ fontVariantNumeric: 'tabular-nums' }}>
      <Table.Td>
        <Text size="sm">{formatDateTime(deletion.deletedAt)}</Text>
        {deletion.goneAt === null && (
          <Text size="xs" c="orange.4">
            {t('deletions.notGone')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/cameras/${deletion.cameraId}`} size="sm">
          {deletion.cameraName ?? deletion.cameraId}
        </Anchor>
        <Text size="xs" c="dimmed">
          {deletion.tier === 'object' ? t('deletions.inObjects') : deletion.nodeId}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{formatDateTime(deletion.startedAt)}</Text>
        <Text size="xs" c="dimmed">
          {formatDateTime(deletion.endedAt)}
        </Text>
      </Table.Td>
      <Table.Td>{formatBytes(deletion.bytes, language)}</Table.Td>
      <Table.Td>
        <Group gap={8}>
          <Badge variant="light" color={deletion.reason === 'disk-full' ? 'orange' : 'gray'} tt="none">
            {t(`deletions.reasons.${deletion.reason}`)}
          </Badge>
          {rule !== null && (
            <Text size="xs" c="dark.1">
              {rule.kind === 'age' && t('deletions.rules.age', { group: rule.group, days: rule.days })}
              {rule.kind === 'size' && t('deletions.rules.size', { group: rule.group, cap: rule.cap, had: rule.had })}
              {rule.kind === 'disk-full' && t('deletions.rules.disk', { free: rule.free, limit: rule.limit })}
            </Text>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
