import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useEndFactor } from './factor.queries.ts';

interface FactorEndProps {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function FactorEnd({ onDone, onCancel }: FactorEndProps) {
  const { t } = useTranslation();
  const end = useEndFactor();
  const form = useForm({ initialValues: { password: '', code: '' } });
  return (
    <form onSubmit={form.onSubmit((proof) => end.mutate(proof, { onSuccess: onDone }))}>
      <Stack gap="sm">
        <PasswordInput
          label={t('session.currentPassword')}
          required
          data-autofocus
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <TextInput
          label={t('factor.anyCode')}
          required
          autoComplete="one-time-code"
          maxLength={40}
          {...form.getInputProps('code')}
        />
        <DialogActions
          failure={end.isError ? errorText(end.error, t('common.offline')) : null}
          isPending={end.isPending}
          submit={t('factor.end')}
          color="red.8"
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}
