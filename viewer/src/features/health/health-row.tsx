import { Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CameraHealth } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { RowActions } from '../../shared/row-actions.tsx';
import { StateBadge } from '../../shared/state-badge.tsx';
import { formatCompleteness, formatLength } from '../coverage/completeness.ts';
import { SEVERITY_COLORS } from '../findings/severity.ts';
import { type ShareGrade, shareGrade } from './health-list.ts';

interface HealthRowProps {
  readonly camera: CameraHealth;
  readonly onOwner: (camera: CameraHealth) => void;
}

/** One camera of the board. */
export const HealthRow = memo(function HealthRow({ camera, onOwner }: HealthRowProps) {
  const { t } = useTranslation();
  const { cameraId, name, number, area, state, frameAgeMs, care, agreement, owner, device, mayManage } = camera;
  return (
    <Table.Tr data-health={cameraId} style={{ verticalAlign: 'top', fontVariantNumeric: 'tabular-nums' }}>
      <Table.Td>
        <Anchor component={Link} to={`/cameras/${cameraId}`} fw={600} size="sm">
          {name}
        </Anchor>
        <Text size="xs" c="dark.1">
          {t('health.number', { number })}
          {area !== null && ` · ${area.name}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge
          state={state === 'stale' ? { kind: state, seconds: Math.round((frameAgeMs ?? 0) / 1000) } : { kind: state }}
        />
        {frameAgeMs !== null && state !== 'live' && (
          <Text size="xs" c="dark.1">
            {t('health.frameAge', { time: formatLength(frameAgeMs, currentLanguage()) })}
          </Text>
        )}
        <Group gap={4} mt={4}>
          {care.map((reason) => (
            <Badge key={reason} size="sm" tt="none" variant="light" color={reason === 'down' ? 'red' : 'yellow'}>
              {t(`health.care.${reason}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        <ShareText label={t('health.day')} share={camera.upDay} />
        <ShareText label={t('health.month')} share={camera.upMonth} />
      </Table.Td>
      <Table.Td>
        <ShareText label={t('health.recorded')} share={camera.completeness} />
      </Table.Td>
      <Table.Td>
        <StreamText camera={camera} />
      </Table.Td>
      <Table.Td maw={240}>
        <FindingsText findings={camera.findings} cameraId={cameraId} />
      </Table.Td>
      <Table.Td>
        {device !== null && (
          <>
            <Text size="xs">
              {device.manufacturer} {device.model}
            </Text>
            <Text size="xs" c="dark.1">
              {device.firmware}
            </Text>
          </>
        )}
      </Table.Td>
      <Table.Td>
        {owner !== null && <Text size="xs">{owner.name}</Text>}
        {owner !== null && owner.contact !== '' && (
          <Text size="xs" c="dark.1">
            {owner.contact}
          </Text>
        )}
        {agreement !== null && (
          <Text size="xs" c={care.includes('agreement') ? 'yellow.4' : 'dark.1'}>
            {agreement.number}{' '}
            {agreement.validUntil === null
              ? t('health.noEnd')
              : t('health.until', { day: agreement.validUntil.split('-').reverse().join('/') })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {mayManage && <RowActions name={t('health.ownerOf', { name })} onEdit={() => onOwner(camera)} />}
      </Table.Td>
    </Table.Tr>
  );
});

const GRADE_COLORS: Readonly<Record<ShareGrade, string>> = { good: 'teal.4', fair: 'yellow.4', poor: 'red.3' };

function ShareText({ label, share }: { readonly label: string; readonly share: number | null }) {
  const { t } = useTranslation();
  const grade = share === null ? null : shareGrade(share);
  return (
    <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
      <Text span size="xs" c="dark.1">
        {label}
      </Text>{' '}
      {share === null || grade === null ? (
        '–'
      ) : (
        <Text span size="xs" fw={600} c={GRADE_COLORS[grade]}>
          {formatCompleteness(share, currentLanguage())} {t(`health.grades.${grade}`)}
        </Text>
      )}
    </Text>
  );
}

function StreamText({ camera: { fps, bitrateKbps, gopMs, clockOffsetMs } }: { readonly camera: CameraHealth }) {
  const { t } = useTranslation();
  const seconds = (ms: number) =>
    (Math.round(ms / 100) / 10).toLocaleString(currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB');
  return (
    <>
      {fps !== null && bitrateKbps !== null && (
        <Text size="xs">
          {t('camera.fps', { value: Math.round(fps) })} · {t('camera.bitrate', { value: Math.round(bitrateKbps) })}
        </Text>
      )}
      {gopMs !== null && (
        <Text size="xs" c="dark.1">
          {t('health.gop', { seconds: seconds(gopMs) })}
        </Text>
      )}
      {clockOffsetMs !== null && (
        <Text size="xs" c="dark.1">
          {t('health.clockOff', { seconds: seconds(clockOffsetMs) })}
        </Text>
      )}
    </>
  );
}

function FindingsText({
  findings,
  cameraId,
}: {
  readonly findings: CameraHealth['findings'];
  readonly cameraId: string;
}) {
  const { t } = useTranslation();
  const { worst } = findings;
  if (worst === null) return null;
  const count = findings.serious + findings.warning + findings.info;
  return (
    <>
      <Anchor
        component={Link}
        to={`/cameras/${cameraId}?side=findings`}
        size="xs"
        fw={600}
        c={`${SEVERITY_COLORS[worst.severity]}.3`}
      >
        {t(`findings.severities.${worst.severity}`)} · {t('findings.count', { count })}
      </Anchor>
      <Text size="xs" c="dark.1" lineClamp={2} title={worst[currentLanguage()]}>
        {worst[currentLanguage()]}
      </Text>
    </>
  );
}
