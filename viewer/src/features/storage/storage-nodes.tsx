import { Alert, Button, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconServerOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StorageNode } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatBytes } from '../../shared/format-bytes.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { EmptyState } from '../../shared/query-states.tsx';
import { diskShares } from './disk-shares.ts';
import { StoreDecisionDialog } from './store-decision-dialog.tsx';

/** Every machine that records, with its disk and whether deletion works there. */
export function StorageNodes({ nodes }: { readonly nodes: readonly StorageNode[] }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<{ kind: 'close' | 'accept'; nodeId: string } | null>(null);
  if (nodes.length === 0) {
    return <EmptyState icon={IconServerOff} title={t('storage.noNodes')} hint={t('storage.noNodesHint')} />;
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} p="md" spacing="md">
        {nodes.map((node) => (
          <NodeCard key={node.nodeId} node={node} onAsk={(kind) => setAsking({ kind, nodeId: node.nodeId })} />
        ))}
      </SimpleGrid>
      {asking !== null && <StoreDecisionDialog {...asking} onClose={() => setAsking(null)} />}
    </>
  );
}

interface NodeCardProps {
  readonly node: StorageNode;
  readonly onAsk: (kind: 'close' | 'accept') => void;
}

function NodeCard({ node, onAsk }: NodeCardProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const count = (value: number) => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  return (
    <Paper bg="dark.6" p="md" withBorder data-node={node.nodeId}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h5" style={{ overflowWrap: 'anywhere' }}>
            {node.nodeId === '' ? t('storage.unnamed') : node.nodeId}
          </Title>
          <Text size="xs" c="dimmed">
            {node.checkedAt === null
              ? t('storage.notChecked')
              : t('storage.checked', { time: formatDateTime(node.checkedAt) })}
          </Text>
        </Group>
        <DiskBar node={node} />
        <Group gap="6px 28px">
          <Fact label={t('storage.recordings')}>
            {formatBytes(node.bytes, language)} · {t('storage.files', { value: count(node.recordings) })}
          </Fact>
          <Fact label={t('storage.oldest')}>{node.oldestAt === null ? '–' : formatDateTime(node.oldestAt)}</Fact>
          {node.awaitingRemoval > 0 && (
            <Fact label={t('storage.awaiting')}>{t('storage.files', { value: count(node.awaitingRemoval) })}</Fact>
          )}
        </Group>
        <NodeProblem node={node} onAccept={() => onAsk('accept')} />
        <Breaker node={node} onClose={() => onAsk('close')} />
      </Stack>
    </Paper>
  );
}

function DiskBar({ node }: { readonly node: StorageNode }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const shares = diskShares(node);
  if (shares === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('storage.diskUnknown')}
      </Text>
    );
  }
  const percent = (bytes: number) => (bytes / shares.total) * 100;
  return (
    <Stack gap={6}>
      <Progress.Root size="lg" aria-label={t('storage.disk')}>
        <Progress.Section
          value={percent(shares.recordings)}
          color="signal.6"
          aria-label={t('storage.diskRecordings', { size: formatBytes(shares.recordings, language) })}
        />
        <Progress.Section
          value={percent(shares.other)}
          color="dark.3"
          aria-label={t('storage.diskOther', { size: formatBytes(shares.other, language) })}
        />
      </Progress.Root>
      <Group gap="4px 16px" justify="space-between">
        <Group gap="md">
          <Legend color="signal-6">
            {t('storage.diskRecordings', { size: formatBytes(shares.recordings, language) })}
          </Legend>
          <Legend color="dark-3">{t('storage.diskOther', { size: formatBytes(shares.other, language) })}</Legend>
        </Group>
        <Text size="xs" c="dark.1" fw={600}>
          {t('storage.diskFree', {
            free: formatBytes(shares.free, language),
            total: formatBytes(shares.total, language),
          })}
        </Text>
      </Group>
    </Stack>
  );
}

function Legend({ color, children }: { readonly color: string; readonly children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap">
      <span style={{ width: 9, height: 9, borderRadius: 2, background: `var(--mantine-color-${color})` }} />
      <Text size="xs" c="dark.1">
        {children}
      </Text>
    </Group>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Text>
    </Stack>
  );
}

function NodeProblem({ node, onAccept }: { readonly node: StorageNode; readonly onAccept: () => void }) {
  const { t } = useTranslation();
  if (node.problem === null) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('storage.problemTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(`storage.problems.${node.problem}`)}</Text>
        {node.acceptAskedAt !== null && (
          <Text size="xs">{t('storage.acceptAsked', { time: formatDateTime(node.acceptAskedAt) })}</Text>
        )}
        {node.problem !== 'unreadable' && node.acceptAskedAt === null && node.nodeId !== '' && (
          <Button size="compact-sm" variant="default" onClick={onAccept}>
            {t('storage.accept')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function Breaker({ node, onClose }: { readonly node: StorageNode; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { breaker, lastClosing } = node;
  if (breaker !== null) {
    return (
      <Alert color="orange" variant="light" icon={<IconAlertTriangle />} title={t('storage.breakerOpen')}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{breaker[currentLanguage()]}</Text>
          <Text size="xs">{t('storage.breakerSince', { time: formatDateTime(breaker.openedAt) })}</Text>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t('storage.closeBreaker')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  return (
    <Stack gap={2}>
      <Text size="xs" c={node.problem === null ? 'teal.4' : 'orange.4'}>
        {t(node.problem === null ? 'storage.deletionRuns' : 'storage.deletionStands')}
      </Text>
      {lastClosing !== null && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t('storage.lastClosing', {
            time: formatDateTime(lastClosing.closedAt),
            name: lastClosing.closedBy ?? t('holds.gone'),
            note: lastClosing.note,
          })}
        </Text>
      )}
    </Stack>
  );
}
