import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../shared/format-time.ts';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { deviceName } from './device-name.ts';
import { useEndSession, useEndSessions, useOpenSessions } from './sessions.queries.ts';

/** Where a user is logged in, each with a button that ends it; null: the own sessions. */
export function SessionList({ userId }: { readonly userId: string | null }) {
  const { t } = useTranslation();
  const sessions = useOpenSessions(userId);
  const end = useEndSession();
  const endMany = useEndSessions();
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text fw={650} size="sm" component="h3">
          {t('people.sessions')}
        </Text>
        {others.length > 0 && (
          <Button
            size="compact-xs"
            variant="light"
            color="red"
            loading={endMany.isPending}
            onClick={() => endMany.mutate(userId)}
          >
            {t(userId === null ? 'people.endOthers' : 'people.endAll')}
          </Button>
        )}
      </Group>
      {sessions.isPending && <Skeleton h={40} />}
      {sessions.isError && sessions.data === undefined && <ErrorPanel error={sessions.error} />}
      {(end.isError || endMany.isError) && <ErrorPanel error={end.error ?? endMany.error} />}
      {sessions.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('people.noSessions')}
        </Text>
      )}
      {sessions.data?.map((session) => (
        <Group key={session.id} data-session={session.id} justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            <Text size="sm">
              {deviceName(session.userAgent)} · {session.address}
            </Text>
            <Text size="xs" c="dimmed">
              {t('people.sessionTimes', {
                from: formatDateTime(session.createdAt),
                seen: formatDateTime(session.lastSeenAt),
              })}
            </Text>
          </div>
          {session.isCurrent ? (
            <Badge variant="light" color="teal" style={{ flex: 'none' }}>
              {t('people.thisSession')}
            </Badge>
          ) : (
            <Button
              size="compact-xs"
              variant="default"
              loading={end.isPending && end.variables === session.id}
              onClick={() => end.mutate(session.id)}
              style={{ flex: 'none' }}
            >
              {t('people.endSession')}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
