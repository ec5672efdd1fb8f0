import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { IconBell, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SessionUser } from '../../api/api.ts';
import { mayDo } from '../session/may-do.ts';
import { isSoundOn, setSoundOn, soundAlarm } from './alarm-sound.ts';
import { useAlarmSummary } from './alarms.queries.ts';
import { SEVERITY_COLORS } from './severity-badge.tsx';

/** Unread alarms in the header; a new one is heard. */
export function AlarmBell({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const mayView = mayDo(user, 'alarm.view');
  const { data } = useAlarmSummary(mayView);
  const [isOn, setIsOn] = useState(isSoundOn);
  const heardUntil = useRef<string | null>(null);
  const newest = data?.newestUnreadAt ?? null;
  const highest = data?.highestUnread ?? null;
  const isKnown = data !== undefined;

  useEffect(() => {
    if (!isKnown) return;
    // What was unread when the page opened is no news.
    if (heardUntil.current !== null && newest !== null && newest > heardUntil.current && highest !== null) {
      soundAlarm(highest);
    }
    heardUntil.current = newest ?? heardUntil.current ?? '';
  }, [isKnown, newest, highest]);

  if (!mayView) return null;
  const unread = data?.unread ?? 0;
  const label = t('alarms.bell', { count: unread });
  const soundLabel = t(isOn ? 'alarms.soundOff' : 'alarms.soundOn');
  return (
    <>
      <Tooltip label={label}>
        <Indicator
          label={unread > 99 ? '99+' : unread}
          size={17}
          disabled={unread === 0}
          color={SEVERITY_COLORS[highest ?? 1] ?? 'gray'}
        >
          <ActionIcon
            component={Link}
            to="/alarms"
            variant="subtle"
            color="gray"
            aria-label={label}
            data-unread={unread}
          >
            <IconBell size={20} />
          </ActionIcon>
        </Indicator>
      </Tooltip>
      <Tooltip label={soundLabel}>
        <ActionIcon
          variant="subtle"
          color={isOn ? 'gray' : 'orange'}
          visibleFrom="sm"
          aria-label={soundLabel}
          aria-pressed={!isOn}
          onClick={() => {
            setSoundOn(!isOn);
            setIsOn(!isOn);
            if (!isOn) soundAlarm(2);
          }}
        >
          {isOn ? <IconVolume size={20} /> : <IconVolumeOff size={20} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
