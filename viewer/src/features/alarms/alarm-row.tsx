import { Badge, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime, formatTime, vietnamDay } from '../../shared/format-time.ts';
import classes from './alarms.module.css';
import { SeverityBadge } from './severity-badge.tsx';

interface AlarmRowProps {
  readonly alarm: Alarm;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** One alarm of the inbox: how grave, what, where, how often, since when. */
export function AlarmRow({ alarm, isSelected, onSelect }: AlarmRowProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    if (isSelected) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const isToday = vietnamDay(alarm.lastAt) === vietnamDay(Date.now());
  return (
    <li>
      <button
        ref={ref}
        type="button"
        className={classes.row}
        data-alarm={alarm.id}
        data-kind={alarm.kind}
        data-state={alarm.state}
        data-unread={alarm.isUnread}
        data-selected={isSelected}
        aria-current={isSelected}
        onClick={onSelect}
      >
        <SeverityBadge severity={alarm.severity} />
        <span style={{ minWidth: 0 }}>
          <span className={classes.title} style={{ display: 'block' }}>
            {alarm.text[currentLanguage()]}
            {alarm.cameraName !== null && ` · ${alarm.cameraName}`}
          </span>
          {alarm.detail !== null && (
            <Text component="span" size="xs" c="dark.1" className={classes.title} display="block">
              {alarm.detail[currentLanguage()]}
            </Text>
          )}
        </span>
        <span className={classes.when}>
          <Text component="span" size="sm" display="block">
            {isToday ? formatTime(alarm.lastAt) : formatDateTime(alarm.lastAt)}
          </Text>
          <Group component="span" gap={4} justify="flex-end" wrap="nowrap">
            {alarm.count > 1 && (
              <Badge component="span" size="sm" variant="filled" color="dark.4" tt="none">
                ×{alarm.count}
              </Badge>
            )}
            {alarm.escalatedAt !== null && (
              <Badge component="span" size="sm" color="#b5410b" variant="filled">
                {t('alarms.escalated')}
              </Badge>
            )}
            {alarm.state !== 'open' && (
              <Badge component="span" size="sm" color="dark.4" variant="filled">
                {t(`alarms.states.${alarm.state}`)}
              </Badge>
            )}
          </Group>
        </span>
      </button>
    </li>
  );
}
