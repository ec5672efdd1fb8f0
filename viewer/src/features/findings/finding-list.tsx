import { Group, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CameraFinding } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { bySeverity, SEVERITY_COLORS } from './severity.ts';

/** A finding of a camera, or one of a device that is not taken in yet. */
type ShownFinding = Pick<CameraFinding, 'code' | 'severity' | 'vi' | 'en'> &
  Partial<Pick<CameraFinding, 'foundBy' | 'firstSeenAt'>>;

const ICONS = { serious: IconUrgent, warning: IconAlertTriangle, info: IconInfoCircle } as const;

/** What is wrong and what to do about it, the gravest first. */
export function FindingList({ findings }: { readonly findings: readonly ShownFinding[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      {bySeverity(findings).map((finding) => {
        const Icon = ICONS[finding.severity];
        const color = SEVERITY_COLORS[finding.severity];
        return (
          <Paper key={`${finding.code} ${finding.foundBy ?? ''}`} bg="dark.5" p="xs" data-finding={finding.code}>
            <Group gap={8} wrap="nowrap" align="flex-start">
              <Icon
                size={18}
                color={`var(--mantine-color-${color}-4)`}
                style={{ flex: 'none', marginTop: 2 }}
                aria-hidden
              />
              <Stack gap={3}>
                <Text size="xs" fw={650} c={`${color}.3`}>
                  {t(`findings.severities.${finding.severity}`)}
                </Text>
                <Text size="sm">{finding[currentLanguage()]}</Text>
                {finding.firstSeenAt !== undefined && finding.foundBy !== undefined && (
                  <Text size="xs" c="dark.2">
                    {t('findings.since', { time: formatDateTime(finding.firstSeenAt) })} ·{' '}
                    {t(`findings.foundBy.${finding.foundBy}`)}
                  </Text>
                )}
              </Stack>
            </Group>
          </Paper>
        );
      })}
    </Stack>
  );
}
