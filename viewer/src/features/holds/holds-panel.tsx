import { Anchor, Button, Group, SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Hold } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatBytes } from '../../shared/format-bytes.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { ReasonDialog } from '../../shared/reason-dialog.tsx';
import { HoldForm } from './hold-form.tsx';
import { useHolds, useReleaseHold } from './holds.queries.ts';

/** Spans of recordings that are kept as evidence, in force or released. */
export function HoldsPanel() {
  const { t } = useTranslation();
  const [isActive, setIsActive] = useState(true);
  const [isAdding, setIsAdding] = useState(false);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const holds = useHolds(isActive);
  const items = holds.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group px="md" py="sm" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('holds.title')}
          value={isActive ? 'active' : 'released'}
          onChange={(value) => setIsActive(value === 'active')}
          data={[
            { value: 'active', label: t('holds.active') },
            { value: 'released', label: t('holds.released') },
          ]}
        />
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setIsAdding(true)}>
          {t('holds.add')}
        </Button>
      </Group>
      {holds.isPending && <Skeleton h={160} m="md" />}
      {holds.isError && items.length === 0 && <ErrorPanel error={holds.error} onRetry={() => void holds.refetch()} />}
      {holds.isSuccess && items.length === 0 && (
        <EmptyState
          icon={IconLock}
          title={t(isActive ? 'holds.emptyTitle' : 'holds.emptyReleased')}
          hint={t('holds.emptyHint')}
        />
      )}
      {items.length > 0 && (
        <Table.ScrollContainer minWidth={760}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('passages.camera')}</Table.Th>
                <Table.Th w={190}>{t('holds.span')}</Table.Th>
                <Table.Th>{t('holds.reason')}</Table.Th>
                <Table.Th w={210}>{t('holds.by')}</Table.Th>
                <Table.Th w={150}>{t('holds.content')}</Table.Th>
                {isActive && <Table.Th w={110} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((hold) => (
                <HoldRow key={hold.id} hold={hold} onRelease={isActive ? () => setReleasing(hold) : null} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton query={holds} />
      {isAdding && <HoldForm start={null} onClose={() => setIsAdding(false)} />}
      {releasing !== null && <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />}
    </>
  );
}

function HoldRow({ hold, onRelease }: { readonly hold: Hold; readonly onRelease: (() => void) | null }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <Table.Tr data-hold={hold.id}>
      <Table.Td>
        <Anchor component={Link} to={`/cameras/${hold.cameraId}?at=${Date.parse(hold.from)}`} fw={600} size="sm">
          {hold.cameraName}
        </Anchor>
        <Text size="xs" c="dimmed">
          {hold.cameraId}
        </Text>
      </Table.Td>
      <Table.Td style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        <Text size="sm">{formatDateTime(hold.from)}</Text>
        <Text size="sm">{formatDateTime(hold.to)}</Text>
      </Table.Td>
      <Table.Td maw={320}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {hold.reason}
        </Text>
        {hold.releaseReason !== null && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('holds.releasedBecause', { reason: hold.releaseReason })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{hold.createdBy ?? t('holds.gone')}</Text>
        <Text size="xs" c="dimmed">
          {formatDateTime(hold.createdAt)}
        </Text>
        {hold.releasedAt !== null && (
          <Text size="xs" c="dimmed">
            {t('holds.releasedBy', { name: hold.releasedBy ?? t('holds.gone'), time: formatDateTime(hold.releasedAt) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{formatBytes(hold.bytes, language)}</Text>
        <Text size="xs" c="dimmed">
          {t('holds.files', { count: hold.recordings, hashed: hold.hashed })}
        </Text>
      </Table.Td>
      {onRelease !== null && (
        <Table.Td>
          <Button size="compact-xs" variant="default" onClick={onRelease}>
            {t('holds.release')}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function ReleaseDialog({ hold, onClose }: { readonly hold: Hold; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const release = useReleaseHold();
  return (
    <ReasonDialog
      title={t('holds.releaseTitle')}
      explanation={t('holds.releaseHint', { name: hold.cameraName, from: formatDateTime(hold.from) })}
      label={t('holds.releaseReason')}
      submit={t('holds.release')}
      color="red.8"
      failure={release.isError ? errorText(release.error, t('common.offline')) : null}
      isPending={release.isPending}
      onClose={onClose}
      onSubmit={(reason) =>
        release.mutate(
          { id: hold.id, reason },
          {
            onSuccess: () => {
              notifications.show({ message: t('holds.wasReleased'), color: 'teal' });
              onClose();
            },
          },
        )
      }
    />
  );
}
