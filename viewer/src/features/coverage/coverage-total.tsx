import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayCoverage } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatCompleteness, formatLength } from './completeness.ts';

/** The day's headline over all cameras. */
export function CoverageTotal({ total }: { readonly total: DayCoverage['total'] }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { cameras, completeness, missingMs, ours, causes } = total;
  const [first] = causes;
  return (
    <Group p="md" gap="md" align="stretch">
      <Figure label={t('coverage.total', { count: cameras })}>
        {completeness === null ? '–' : formatCompleteness(completeness, language)}
      </Figure>
      <Figure label={t('coverage.missing')}>{missingMs === 0 ? '–' : formatLength(missingMs, language)}</Figure>
      <Figure label={t('coverage.oursLabel')}>
        {ours.missingMs === 0 ? '–' : formatLength(ours.missingMs, language)}
      </Figure>
      {first !== undefined && (
        <Figure label={t('coverage.mainCause')} isText>
          {first.text[language]}
        </Figure>
      )}
    </Group>
  );
}

interface FigureProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly isText?: boolean;
}

function Figure({ label, children, isText = false }: FigureProps) {
  return (
    <Paper
      bg="dark.6"
      px="md"
      py="sm"
      withBorder
      miw={{ base: 130, sm: 170 }}
      flex={{ base: '1 1 40%', sm: '0 0 auto' }}
    >
      <Stack gap={2}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <Text size={isText ? 'sm' : 'xl'} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
