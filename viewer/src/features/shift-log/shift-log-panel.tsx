import { Anchor, Badge, Button, Group, Paper, Select, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ShiftLogPage } from '../../api/api.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { useControlRooms, useShiftLog, useShiftLogChanges } from './shift-log.queries.ts';

/** The log of a control room: notes, and hand-overs with what was open then. */
export function ShiftLogPanel({ mayHandle }: { readonly mayHandle: boolean }) {
  const { t } = useTranslation();
  const rooms = useControlRooms();
  const [chosen, setChosen] = useState<string | null>(null);
  const roomId = chosen ?? rooms.data?.[0]?.id ?? null;
  if (rooms.isPending) return <Skeleton h={120} m="md" />;
  if (rooms.isError) return <ErrorPanel error={rooms.error} onRetry={() => void rooms.refetch()} />;
  if (roomId === null) {
    return <EmptyState icon={IconNotebook} title={t('shift.noRoomTitle')} hint={t('shift.noRoomHint')} />;
  }
  return (
    <Stack gap="sm" p="md" maw={900}>
      {rooms.data.length > 1 && (
        <Select
          w={280}
          size="xs"
          label={t('shift.room')}
          value={roomId}
          allowDeselect={false}
          onChange={setChosen}
          data={rooms.data.map(({ id, name, unread }) => ({
            value: id,
            label: unread > 0 ? `${name} (${unread})` : name,
          }))}
        />
      )}
      <Room key={roomId} roomId={roomId} mayHandle={mayHandle} />
    </Stack>
  );
}

function Room({ roomId, mayHandle }: { readonly roomId: string; readonly mayHandle: boolean }) {
  const { t } = useTranslation();
  const log = useShiftLog(roomId);
  const { write, take, markRead } = useShiftLogChanges(roomId);
  const [text, setText] = useState('');
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  const send = (kind: 'note' | 'hand-over') => write.mutate({ kind, text }, { onSuccess: () => setText('') });
  const failure = write.error ?? take.error;
  return (
    <>
      {mayHandle && (
        <Stack gap={6}>
          <Textarea
            label={t('shift.write')}
            autosize
            minRows={2}
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button size="xs" disabled={text.trim() === ''} loading={write.isPending} onClick={() => send('note')}>
              {t('shift.note')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={text.trim() === ''}
              loading={write.isPending}
              onClick={() => send('hand-over')}
            >
              {t('shift.handOver')}
            </Button>
            {entries.some(({ isUnread }) => isUnread) && (
              <Button size="xs" variant="subtle" loading={markRead.isPending} onClick={() => markRead.mutate()}>
                {t('shift.markRead')}
              </Button>
            )}
          </Group>
          {failure !== null && (
            <Text size="sm" c="red.4" role="alert">
              {errorText(failure, t('common.offline'))}
            </Text>
          )}
        </Stack>
      )}
      {log.isPending && <Skeleton h={100} />}
      {log.isError && entries.length === 0 && <ErrorPanel error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && entries.length === 0 && (
        <EmptyState icon={IconNotebook} title={t('shift.emptyTitle')} hint={t('shift.emptyHint')} />
      )}
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} {...(mayHandle && { onTake: () => take.mutate(entry.id) })} />
      ))}
      <MoreButton query={log} />
    </>
  );
}

interface EntryProps {
  readonly entry: ShiftLogPage['items'][number];
  readonly onTake?: () => void;
}

function Entry({ entry, onTake }: EntryProps) {
  const { t } = useTranslation();
  const isHandOver = entry.kind === 'hand-over';
  return (
    <Paper withBorder p="sm" bg="dark.6" data-entry={entry.id} data-unread={entry.isUnread}>
      <Group justify="space-between">
        <Group gap="xs">
          {entry.isUnread && <Badge color="signal">{t('shift.unread')}</Badge>}
          {isHandOver && <Badge color="#b5410b">{t('shift.handedOver')}</Badge>}
          <Text size="sm" fw={600}>
            {entry.author}
          </Text>
          <Text size="xs" c="dark.1">
            {formatDateTime(entry.at)}
          </Text>
        </Group>
        {isHandOver && entry.takenAt === null && onTake !== undefined && (
          <Button size="compact-sm" onClick={onTake}>
            {t('shift.take')}
          </Button>
        )}
      </Group>
      <Text size="sm" mt={6} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {entry.text}
      </Text>
      {isHandOver && (
        <Text size="xs" c="dark.1" mt={6}>
          {t('shift.open', { alarms: entry.openAlarms.length, incidents: entry.openIncidents.length })}{' '}
          {entry.openIncidents.map(({ id, number, title }) => (
            <Anchor key={id} component={Link} to={`/incidents/${id}`} size="xs" mr={8}>
              #{number} {title}
            </Anchor>
          ))}
        </Text>
      )}
      {entry.takenAt !== null && (
        <Text size="xs" c="dark.1">
          {t('shift.taken', { by: entry.takenBy ?? '', at: formatDateTime(entry.takenAt) })}
        </Text>
      )}
    </Paper>
  );
}
