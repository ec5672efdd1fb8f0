import { ActionIcon, Button, Group, Progress, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraGroup, StorageGroup } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatBytes } from '../../shared/format-bytes.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { useWallNow } from '../../shared/use-now.ts';
import { keptDays } from './disk-shares.ts';
import { GroupDeleteDialog } from './group-delete-dialog.tsx';
import { GroupForm } from './group-form.tsx';
import { useCameraGroups } from './storage.queries.ts';

type Dialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly group: CameraGroup };

/** New cameras come into it, so it cannot be removed. */
const DEFAULT_GROUP = 'default';
const MINUTE_MS = 60_000;

/** The groups of cameras: what they hold beside what they may hold. */
export function StorageGroups({ kept }: { readonly kept: readonly StorageGroup[] }) {
  const { t } = useTranslation();
  const groups = useCameraGroups();
  const nowMs = useWallNow(MINUTE_MS);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const keptOf = new Map(kept.map((group) => [group.groupId, group]));
  return (
    <section>
      <Group px="md" py="sm" justify="space-between">
        <Title order={2} size="h5">
          {t('storage.group.title')}
        </Title>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'add' })}>
          {t('storage.group.add')}
        </Button>
      </Group>
      {groups.isPending && <Skeleton h={120} m="md" />}
      {groups.isError && groups.data === undefined && (
        <ErrorPanel error={groups.error} onRetry={() => void groups.refetch()} />
      )}
      {groups.data !== undefined && (
        <Table.ScrollContainer minWidth={820}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('storage.group.name')}</Table.Th>
                <Table.Th w={90}>{t('nav.cameras')}</Table.Th>
                <Table.Th w={200}>{t('storage.group.bytes')}</Table.Th>
                <Table.Th w={170}>{t('storage.group.kept')}</Table.Th>
                <Table.Th w={120}>{t('storage.group.keepDays')}</Table.Th>
                <Table.Th w={170}>{t('storage.group.moveShort')}</Table.Th>
                <Table.Th w={90} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {groups.data.map((group) => (
                <GroupRow
                  key={group.id}
                  group={group}
                  kept={keptOf.get(group.id)}
                  nowMs={nowMs}
                  onEdit={() => setDialog({ kind: 'edit', group })}
                  onDelete={() => setDialog({ kind: 'delete', group })}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {dialog?.kind === 'add' && <GroupForm group={null} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'edit' && <GroupForm group={dialog.group} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'delete' && <GroupDeleteDialog group={dialog.group} onClose={() => setDialog(null)} />}
    </section>
  );
}

interface GroupRowProps {
  readonly group: CameraGroup;
  readonly kept: StorageGroup | undefined;
  readonly nowMs: number;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function GroupRow({ group, kept, nowMs, onEdit, onDelete }: GroupRowProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const number = (value: number) => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  const bytes = (kept?.localBytes ?? 0) + (kept?.objectBytes ?? 0);
  const oldestAt = kept?.oldestAt ?? null;
  return (
    <Table.Tr data-group={group.id}>
      <Table.Td>
        <Text size="sm" fw={600}>
          {group.name}
        </Text>
        <Text size="xs" c="dimmed">
          {group.id}
        </Text>
      </Table.Td>
      <Table.Td>{number(group.cameras)}</Table.Td>
      <Table.Td>
        <Stack gap={4}>
          <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {group.maxBytes === null
              ? formatBytes(bytes, language)
              : t('storage.group.ofCap', {
                  used: formatBytes(bytes, language),
                  cap: formatBytes(group.maxBytes, language),
                })}
          </Text>
          {group.maxBytes !== null && (
            <Progress
              size="sm"
              value={(bytes / group.maxBytes) * 100}
              color={bytes > group.maxBytes ? 'orange' : 'signal.6'}
              aria-label={t('storage.group.bytes')}
            />
          )}
          {kept !== undefined && kept.objectBytes > 0 && (
            <Text size="xs" c="dimmed">
              {t('storage.group.inObjects', { size: formatBytes(kept.objectBytes, language) })}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td style={{ fontVariantNumeric: 'tabular-nums' }}>
        {oldestAt === null ? (
          '–'
        ) : (
          <>
            <Text size="sm">{t('storage.group.days', { value: number(keptDays(oldestAt, nowMs)) })}</Text>
            <Text size="xs" c="dimmed">
              {formatDateTime(oldestAt)}
            </Text>
          </>
        )}
      </Table.Td>
      <Table.Td>{t('storage.group.days', { value: number(group.keepDays) })}</Table.Td>
      <Table.Td>
        {group.moveAfterHours === null
          ? t('storage.group.staysLocal')
          : t('storage.group.hours', { value: number(group.moveAfterHours) })}
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <ActionIcon variant="subtle" color="gray" onClick={onEdit} aria-label={`${t('common.edit')} ${group.name}`}>
            <IconPencil size={17} />
          </ActionIcon>
          {group.id !== DEFAULT_GROUP && (
            <ActionIcon
              variant="subtle"
              color="red"
              onClick={onDelete}
              aria-label={`${t('common.delete')} ${group.name}`}
            >
              <IconTrash size={17} />
            </ActionIcon>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
