import { Alert, Button, Center, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, type IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/api.ts';
import { currentLanguage } from '../i18n/i18n.ts';

/** A failure in the user's language, with the server's remedy and trace id where it gave one. */
export function ErrorPanel({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={t('common.errorTitle')} m="md">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{errorText(error, t('common.offline'))}</Text>
        {isProblem(error) && error.traceId !== null && (
          <Text size="xs" c="dimmed">
            {t('common.trace', { id: error.traceId })}
          </Text>
        )}
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** The server's own sentence, or the given text when the server did not answer at all. */
export function errorText(error: unknown, unreachable: string): string {
  if (!isProblem(error)) return unreachable;
  return error.messages[currentLanguage()];
}

interface EmptyStateProps {
  readonly icon: ComponentType<IconProps>;
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
}

/** What a list shows when there is nothing in it, and how to change that. */
export function EmptyState({ icon: Icon, title, hint, action }: EmptyStateProps) {
  return (
    <Center mih={280} p="xl">
      <Stack align="center" gap="sm" maw={460}>
        <Icon size={44} stroke={1.2} color="var(--mantine-color-dark-3)" />
        <Title order={4} ta="center">
          {title}
        </Title>
        {hint !== undefined && (
          <Text c="dimmed" size="sm" ta="center">
            {hint}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
