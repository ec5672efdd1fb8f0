import { Anchor, Button, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Alarm } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime, formatTime } from '../../shared/format-time.ts';
import { useAlarmHistory } from './alarms.queries.ts';
import { SeverityBadge } from './severity-badge.tsx';

export interface AlarmActions {
  readonly acknowledge: () => void;
  readonly escalate: () => void;
  readonly mute: () => void;
  readonly incident: () => void;
  readonly close: () => void;
  readonly open: () => void;
}

interface AlarmAsideProps {
  readonly alarm: Alarm;
  readonly actions: AlarmActions;
  readonly mayHandle: boolean;
  readonly mayOpenIncident: boolean;
}

const EVENTS = [
  'raised',
  'repeated',
  'acknowledged',
  'escalated',
  'muted',
  'unmuted',
  'ended',
  'closed',
  'incident',
] as const;

/** Everything about the selected alarm, and what may be done with it. */
export function AlarmAside({ alarm, actions, mayHandle, mayOpenIncident }: AlarmAsideProps) {
  const { t } = useTranslation();
  const history = useAlarmHistory(alarm.id);
  const button = (key: string, label: string, act: () => void, isPrimary = false) => (
    <Button
      size="xs"
      variant={isPrimary ? 'filled' : 'default'}
      onClick={act}
      rightSection={<Kbd size="xs">{key}</Kbd>}
      justify="space-between"
    >
      {label}
    </Button>
  );
  const isClosed = alarm.state === 'closed';
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <SeverityBadge severity={alarm.severity} />
        <Text size="sm">{t(`alarms.states.${alarm.state}`)}</Text>
      </Group>
      <Title order={2} size="h5">
        {alarm.text[currentLanguage()]}
      </Title>
      {alarm.cameraId !== null && (
        <Anchor component={Link} to={`/cameras/${alarm.cameraId}`} size="sm">
          {alarm.cameraName}
        </Anchor>
      )}
      {alarm.detail !== null && <Text size="sm">{alarm.detail[currentLanguage()]}</Text>}
      <Text size="xs" c="dark.1">
        {t('alarms.times', {
          first: formatDateTime(alarm.firstAt),
          last: formatTime(alarm.lastAt),
          count: alarm.count,
        })}
      </Text>
      {mayHandle && (
        <Stack gap={6}>
          {alarm.state === 'open' && button('a', t('alarms.acknowledge'), actions.acknowledge, true)}
          {mayOpenIncident &&
            button('i', t(alarm.incidentId === null ? 'alarms.incident' : 'alarms.toIncident'), actions.incident)}
          {alarm.cameraId !== null && button('Enter', t('alarms.look'), actions.open)}
          {!isClosed && button('e', t('alarms.escalate'), actions.escalate)}
          {!isClosed && button('m', t('alarms.muteIt'), actions.mute)}
          {!isClosed && button('x', t('alarms.close'), actions.close)}
        </Stack>
      )}
      <Stack gap={4} component="ol" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {(history.data?.events ?? []).map((event) => {
          const kind = EVENTS.find((known) => known === event.kind);
          return (
            <Text component="li" size="xs" key={`${event.at}${event.kind}`}>
              <span style={{ color: 'var(--mantine-color-dark-1)' }}>{formatTime(event.at)}</span>{' '}
              {kind !== undefined && t(`alarms.events.${kind}`)} {event.by ?? ''} {event.note ?? ''}
            </Text>
          );
        })}
      </Stack>
    </Stack>
  );
}
