import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Dark enough for white text (WCAG AA). */
export const SEVERITY_COLORS: Readonly<Record<number, string>> = {
  1: 'gray.8',
  2: 'blue.9',
  3: '#b5410b',
  4: 'red.9',
};

const KEYS = ['s1', 's2', 's3', 's4'] as const;

/** How grave: a word and a colour. */
export function SeverityBadge({ severity }: { readonly severity: number }) {
  const { t } = useTranslation();
  const key = KEYS[severity - 1] ?? 's1';
  return (
    <Badge variant="filled" color={SEVERITY_COLORS[severity] ?? 'gray.8'} radius="sm" miw={92}>
      {t(`alarms.severities.${key}`)}
    </Badge>
  );
}
