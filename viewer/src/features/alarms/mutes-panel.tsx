import { Button, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { useEndMute, useMutes } from './alarms.queries.ts';

/** Mutes in force, with who made them, why and how much they kept away. */
export function MutesPanel({ mayHandle }: { readonly mayHandle: boolean }) {
  const { t } = useTranslation();
  const mutes = useMutes();
  const end = useEndMute();
  if (mutes.isPending) return <Skeleton h={120} m="md" />;
  if (mutes.isError) return <ErrorPanel error={mutes.error} onRetry={() => void mutes.refetch()} />;
  if (mutes.data.length === 0) {
    return <EmptyState icon={IconBellOff} title={t('alarms.mute.emptyTitle')} hint={t('alarms.mute.emptyHint')} />;
  }
  return (
    <Stack gap="xs" p="md">
      {mutes.data.map((mute) => (
        <Paper key={mute.id} withBorder p="sm" bg="dark.6" data-mute={mute.id}>
          <Group justify="space-between">
            <div>
              <Text fw={600} size="sm">
                {[mute.kindText?.[currentLanguage()] ?? t('alarms.mute.anyKind'), mute.cameraName]
                  .filter(Boolean)
                  .join(', ')}
              </Text>
              <Text size="sm">{mute.reason}</Text>
              <Text size="xs" c="dark.1">
                {t('alarms.mute.facts', {
                  until: formatDateTime(mute.until),
                  by: mute.createdBy ?? '',
                  suppressed: mute.suppressed,
                })}
              </Text>
            </div>
            {mayHandle && (
              <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate(mute.id)}>
                {t('alarms.mute.end')}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
