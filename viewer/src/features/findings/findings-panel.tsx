import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { FindingList } from './finding-list.tsx';
import { type CareOrder, type CareResult, useCameraCare, useFindings } from './findings.queries.ts';

interface FindingsPanelProps {
  readonly camera: Camera;
  /** Who may manage cameras checks and sets things right from here. */
  readonly mayManage: boolean;
}

const ORDERS = [
  { order: 'check', label: 'findings.check' },
  { order: 'clock', label: 'findings.setClock' },
  { order: 'ntp', label: 'findings.setNtp' },
  { order: 'gop', label: 'findings.setGop' },
] as const;

/** What is wrong with a camera, and what ONVIF can set right. */
export function FindingsPanel({ camera, mayManage }: FindingsPanelProps) {
  const { t } = useTranslation();
  const findings = useFindings(camera.id);
  return (
    <Stack gap="sm" p="sm">
      {findings.isPending && <Skeleton h={80} />}
      {findings.isError && findings.data === undefined && (
        <ErrorPanel error={findings.error} onRetry={() => void findings.refetch()} />
      )}
      {findings.data?.length === 0 && (
        <Stack gap={2}>
          <Text size="sm">{t('findings.none')}</Text>
          <Text size="xs" c="dimmed">
            {t('findings.noneHint')}
          </Text>
        </Stack>
      )}
      {findings.data !== undefined && <FindingList findings={findings.data} />}
      {mayManage && <CareActions camera={camera} />}
    </Stack>
  );
}

function CareActions({ camera }: { readonly camera: Camera }) {
  const { t } = useTranslation();
  const care = useCameraCare(camera.id);
  if (camera.onvifUrl === null) {
    return (
      <Text size="xs" c="dimmed">
        {t('findings.noOnvif')}
      </Text>
    );
  }
  const isRunning = (order: CareOrder) => care.isPending && care.variables === order;
  return (
    <Stack gap="xs">
      <Text size="xs" fw={650} c="dark.1">
        {t('findings.actions')}
      </Text>
      <Group gap={6}>
        {ORDERS.map(({ order, label }) => (
          <Button
            key={order}
            size="compact-sm"
            variant="default"
            loading={isRunning(order)}
            disabled={care.isPending && !isRunning(order)}
            onClick={() => care.mutate(order)}
          >
            {t(label)}
          </Button>
        ))}
      </Group>
      {care.isError && (
        <Alert color="red" variant="light" p="xs" role="alert">
          {errorText(care.error, t('common.offline'))}
        </Alert>
      )}
      {care.data !== undefined && !care.isPending && (
        <Alert color="teal" variant="light" p="xs" role="status">
          <CareOutcome result={care.data} />
        </Alert>
      )}
    </Stack>
  );
}

function CareOutcome({ result }: { readonly result: CareResult }) {
  const { t } = useTranslation();
  const number = (value: number) =>
    value.toLocaleString(currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
  if (result.kind === 'check') {
    const { manufacturer: maker, model, findings } = result.result;
    return t('findings.checked', { maker, model, count: findings.length });
  }
  if (result.kind === 'clock') {
    const [before, after] = [result.beforeMs, result.afterMs].map((ms) => number(Math.abs(ms) / 1_000));
    return t('findings.clockSet', { before: before ?? '', after: after ?? '' });
  }
  if (result.encoders.length === 0) return t('findings.gopNone');
  return result.encoders.map(({ profile, before, after }) => (
    <Text key={profile} size="sm">
      {before === after
        ? t('findings.gopKept', { profile, after })
        : t('findings.gopSet', { profile, before: before ?? '?', after })}
    </Text>
  ));
}
