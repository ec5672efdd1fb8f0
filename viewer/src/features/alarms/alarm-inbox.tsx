import { Group, SegmentedControl, Skeleton, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { SessionUser } from '../../api/api.ts';
import { MoreButton } from '../../shared/more-button.tsx';
import { EmptyState, ErrorPanel, errorText } from '../../shared/query-states.tsx';
import { useCreateIncident } from '../incidents/incidents.queries.ts';
import { mayDo } from '../session/may-do.ts';
import { AlarmAside } from './alarm-aside.tsx';
import { AlarmRow } from './alarm-row.tsx';
import classes from './alarms.module.css';
import { type AlarmAct, type AlarmFilter, useActOnAlarm, useAlarms, useMarkAlarmsRead } from './alarms.queries.ts';
import { MuteDialog } from './mute-dialog.tsx';
import { useAlarmKeys } from './use-alarm-keys.ts';

/** A camera is played from a little before the alarm. */
const LEAD_MS = 5_000;

/** The inbox: chosen with j and k, handled with one key each. */
export function AlarmInbox({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<AlarmFilter>({ state: 'active', minSeverity: 1, isEscalated: false });
  const alarms = useAlarms(filter);
  const act = useActOnAlarm();
  const { mutate: markRead } = useMarkAlarmsRead();
  const create = useCreateIncident();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [isMuting, setIsMuting] = useState(false);
  const mayHandle = mayDo(user, 'alarm.handle');
  const mayOpenIncident = mayDo(user, 'incident.handle');
  const items = alarms.data?.pages.flatMap((page) => page.items) ?? [];
  const index = Math.max(
    0,
    items.findIndex((alarm) => alarm.id === selectedId),
  );
  const selected = items[index] ?? null;

  const unreadId = selectedId !== null && selected?.id === selectedId && selected.isUnread ? selected.id : null;
  useEffect(() => {
    if (unreadId !== null) markRead([unreadId]);
  }, [unreadId, markRead]);

  const tell = (error: unknown) => notifications.show({ color: 'red', message: errorText(error, t('common.offline')) });
  const take = (what: AlarmAct) => {
    if (selected === null || !mayHandle) return;
    // What leaves the list leaves the selection where it was.
    if (what === 'close') setSelectedId(items[index + 1]?.id ?? items[index - 1]?.id ?? null);
    act.mutate({ id: selected.id, act: what }, { onError: tell });
  };
  const actions = {
    move: (steps: 1 | -1) => setSelectedId(items[Math.min(items.length - 1, Math.max(0, index + steps))]?.id ?? null),
    acknowledge: () => take('acknowledge'),
    escalate: () => take('escalate'),
    close: () => take('close'),
    mute: () => setIsMuting(selected !== null && mayHandle),
    incident: () => {
      if (selected === null) return;
      if (selected.incidentId !== null) void navigate(`/incidents/${selected.incidentId}`);
      else if (mayOpenIncident && !create.isPending) {
        create.mutate(
          { alarmId: selected.id },
          { onSuccess: ({ id }) => void navigate(`/incidents/${id}`), onError: tell },
        );
      }
    },
    open: () => {
      if (selected?.cameraId) {
        void navigate(`/cameras/${selected.cameraId}?at=${Date.parse(selected.firstAt) - LEAD_MS}`);
      }
    },
  };
  useAlarmKeys(actions);

  return (
    <>
      <Group px="md" py={8} gap="sm" style={{ borderBottom: '1px solid var(--tc-line)' }}>
        <SegmentedControl
          size="xs"
          aria-label={t('alarms.filterState')}
          value={filter.state}
          onChange={(state) => setFilter({ ...filter, state: state as AlarmFilter['state'] })}
          data={(['active', 'closed', 'all'] as const).map((value) => ({ value, label: t(`alarms.filters.${value}`) }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('alarms.filterSeverity')}
          value={String(filter.minSeverity)}
          onChange={(value) => setFilter({ ...filter, minSeverity: Number(value) })}
          data={(['s1', 's2', 's3', 's4'] as const).map((key, at) => ({
            value: String(at + 1),
            label: at === 0 ? t('alarms.anySeverity') : `≥ ${t(`alarms.severities.${key}`)}`,
          }))}
        />
        <Switch
          size="xs"
          label={t('alarms.onlyEscalated')}
          checked={filter.isEscalated}
          onChange={(event) => setFilter({ ...filter, isEscalated: event.currentTarget.checked })}
        />
      </Group>
      {alarms.isPending && <Skeleton h={160} m="md" />}
      {alarms.isError && items.length === 0 && (
        <ErrorPanel error={alarms.error} onRetry={() => void alarms.refetch()} />
      )}
      {alarms.isSuccess && items.length === 0 && (
        <EmptyState icon={IconBellCheck} title={t('alarms.emptyTitle')} hint={t('alarms.emptyHint')} />
      )}
      {selected !== null && (
        <div className={classes.inbox}>
          <ul className={classes.list} aria-label={t('alarms.title')}>
            {items.map((alarm) => (
              <AlarmRow
                key={alarm.id}
                alarm={alarm}
                isSelected={alarm.id === selected.id}
                onSelect={() => setSelectedId(alarm.id)}
              />
            ))}
            <MoreButton query={alarms} />
          </ul>
          <aside className={classes.aside}>
            <AlarmAside alarm={selected} actions={actions} mayHandle={mayHandle} mayOpenIncident={mayOpenIncident} />
          </aside>
        </div>
      )}
      {isMuting && selected !== null && <MuteDialog alarm={selected} onClose={() => setIsMuting(false)} />}
    </>
  );
}
