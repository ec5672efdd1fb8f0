import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { RowActions } from '../../shared/row-actions.tsx';
import { GrantForm } from './grant-form.tsx';
import { type GrantHolder, useGrants, useRemoveGrant } from './grants.queries.ts';
import { useGrantWords } from './use-grant-words.ts';

/** What a person or a team was granted; grants are given and taken back, never edited. */
export function GrantList({ holder }: { readonly holder: GrantHolder }) {
  const { t } = useTranslation();
  const grants = useGrants();
  const say = useGrantWords();
  const [isAdding, setIsAdding] = useState(false);
  const [leaving, setLeaving] = useState<Grant | null>(null);
  const own = (grants.data ?? []).filter((grant) =>
    'userId' in holder ? grant.userId === holder.userId : grant.teamId === holder.teamId,
  );
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text fw={650} size="sm" component="h3">
          {t('people.grants')}
        </Text>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          onClick={() => setIsAdding(true)}
        >
          {t('people.addGrant')}
        </Button>
      </Group>
      {grants.isPending && <Skeleton h={40} />}
      {grants.isError && grants.data === undefined && <ErrorPanel error={grants.error} />}
      {grants.isSuccess && own.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('session.noRole')}
        </Text>
      )}
      {own.map((grant) => (
        <Group key={grant.id} data-grant={grant.id} justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <Text size="sm">{say(grant)}</Text>
            <Text size="xs" c="dimmed">
              {t('people.grantedAt', { time: formatDateTime(grant.createdAt) })}
              {grant.createdBy !== null && ` · ${grant.createdBy}`}
            </Text>
          </div>
          <RowActions name={say(grant)} onDelete={() => setLeaving(grant)} />
        </Group>
      ))}
      {isAdding && <GrantForm holder={holder} onClose={() => setIsAdding(false)} />}
      {leaving !== null && <GrantRemoval grant={leaving} onClose={() => setLeaving(null)} />}
    </Stack>
  );
}

function GrantRemoval({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const say = useGrantWords();
  const remove = useRemoveGrant();
  return (
    <DeleteDialog
      title={t('people.removeGrant')}
      explanation={say(grant)}
      done={t('people.grantRemoved')}
      id={grant.id}
      remove={remove}
      onClose={onClose}
    />
  );
}
