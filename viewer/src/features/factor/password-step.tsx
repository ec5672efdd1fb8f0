import { PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';

interface PasswordStepProps {
  readonly hint: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onPassword: (password: string) => void;
  readonly onCancel?: () => void;
}

/** Asks for the own password once more: a session left open shall not be enough. */
export function PasswordStep({ hint, error, isPending, onPassword, onCancel }: PasswordStepProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPassword(password);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{hint}</Text>
        <PasswordInput
          label={t('session.currentPassword')}
          required
          data-autofocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <DialogActions
          failure={error === null ? null : errorText(error, t('common.offline'))}
          isPending={isPending}
          submit={t('factor.next')}
          onCancel={onCancel ?? (() => setPassword(''))}
        />
      </Stack>
    </form>
  );
}
