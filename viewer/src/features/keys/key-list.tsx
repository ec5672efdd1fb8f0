import { Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { formatDateTime } from '../../shared/format-time.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { RowActions } from '../../shared/row-actions.tsx';
import { useWallNow } from '../../shared/use-now.ts';
import { KeyForm } from './key-form.tsx';
import { scopeKey } from './key-scopes.ts';
import { useKeys, useRevokeKey } from './keys.queries.ts';

const MINUTE_MS = 60_000;

/** Keys of other systems: what each may, until when, and when it was used last. */
export function KeyList() {
  const { t } = useTranslation();
  const keys = useKeys();
  const [isAdding, setIsAdding] = useState(false);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setIsAdding(true)} style={{ flex: 'none' }}>
      {t('keys.add')}
    </Button>
  );
  return (
    <>
      <Group px="md" py="sm" justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="xs" c="dimmed">
          {t('keys.hint')}
        </Text>
        {add}
      </Group>
      {keys.isPending && <Skeleton h={160} m="md" />}
      {keys.isError && keys.data === undefined && <ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <EmptyState icon={IconKey} title={t('keys.emptyTitle')} hint={t('keys.emptyHint')} action={add} />
      )}
      {keys.data !== undefined && keys.data.length > 0 && (
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('keys.name')}</Table.Th>
              <Table.Th>{t('keys.scopes')}</Table.Th>
              <Table.Th>{t('keys.use')}</Table.Th>
              <Table.Th w={60} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.data.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoke={() => setLeaving(key)} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {isAdding && <KeyForm onClose={() => setIsAdding(false)} />}
      {leaving !== null && <KeyRevocation apiKey={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { readonly apiKey: ApiKey; readonly onRevoke: () => void }) {
  const { t } = useTranslation();
  const nowMs = useWallNow(MINUTE_MS);
  const { name, start, scopes, expiresAt, revokedAt, lastUsedAt, lastUsedFrom, allowedNetworks } = apiKey;
  const isExpired = Date.parse(expiresAt) <= nowMs;
  return (
    <Table.Tr data-key={name} style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
      <Table.Td>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dark.1">
          {start}…
        </Text>
        {revokedAt !== null && <Badge color="red.8">{t('keys.revoked')}</Badge>}
        {revokedAt === null && isExpired && <Badge color="orange.8">{t('keys.expired')}</Badge>}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{scopes.map((scope) => t(`keys.scope.${scopeKey(scope)}`)).join(', ')}</Text>
        {allowedNetworks.length > 0 && (
          <Text size="xs" c="dark.1">
            {allowedNetworks.join(', ')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t('keys.until', { time: formatDateTime(expiresAt) })}</Text>
        <Text size="xs" c="dark.1">
          {lastUsedAt === null
            ? t('keys.neverUsed')
            : t('keys.usedAt', { time: formatDateTime(lastUsedAt), address: lastUsedFrom ?? '–' })}
        </Text>
      </Table.Td>
      <Table.Td>{revokedAt === null && <RowActions name={name} onDelete={onRevoke} />}</Table.Td>
    </Table.Tr>
  );
}

function KeyRevocation({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = apiKey;
  const remove = useRevokeKey();
  const title = t('keys.revokeTitle', { name });
  const done = t('keys.revokeDone', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('keys.revokeHint')} />;
}
