import { Anchor, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DayCoverage } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatTime } from '../../shared/format-time.ts';
import { type CompletenessGrade, formatCompleteness, formatLength, gradeOf } from './completeness.ts';

const COLORS: Readonly<Record<CompletenessGrade, string>> = { whole: 'teal', good: 'teal', poor: 'orange' };
/** A gap is looked at from a little before it. */
const LEAD_MS = 5_000;
const SHOWN_CAUSES = 3;

/** One camera's day: how much, how long at most, and the causes with their time. */
export function CoverageRow({ item }: { readonly item: DayCoverage['items'][number] }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { cameraId, name, completeness, missingMs, ours, longestGap, causes } = item;
  return (
    <Table.Tr data-coverage={cameraId}>
      <Table.Td>
        <Anchor component={Link} to={`/cameras/${cameraId}`} fw={600} size="sm">
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {cameraId}
        </Text>
      </Table.Td>
      <Table.Td>
        {completeness === null ? (
          <Text size="sm" c="dimmed">
            {t('coverage.notWanted')}
          </Text>
        ) : (
          <Stack gap={4}>
            <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
              {formatCompleteness(completeness, language)}
            </Text>
            <Progress
              value={completeness * 100}
              color={COLORS[gradeOf(completeness)]}
              size="sm"
              aria-label={t('coverage.completeness')}
            />
          </Stack>
        )}
      </Table.Td>
      <Table.Td style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Text size="sm">{missingMs === 0 ? '–' : formatLength(missingMs, language)}</Text>
        {ours.missingMs > 0 && (
          <Text size="xs" c="orange.4">
            {t('coverage.ours', { time: formatLength(ours.missingMs, language) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {longestGap !== null && (
          <Anchor
            component={Link}
            size="sm"
            to={`/cameras/${cameraId}?at=${Date.parse(longestGap.startedAt) - LEAD_MS}`}
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            {t('coverage.gapAt', {
              time: formatTime(longestGap.startedAt),
              length: formatLength(longestGap.missingMs, language),
            })}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        <Stack gap={2}>
          {causes.slice(0, SHOWN_CAUSES).map((cause) => (
            <Group key={cause.cause} gap={8} wrap="nowrap" justify="space-between">
              <Text size="xs" c="dark.1" lineClamp={1}>
                {cause.text[language]}
              </Text>
              <Text size="xs" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
                {formatLength(cause.missingMs, language)}
              </Text>
            </Group>
          ))}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}
