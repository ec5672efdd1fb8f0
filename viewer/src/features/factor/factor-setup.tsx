import { Center, Code, Stack, Text, TextInput } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useBeginFactor, useConfirmFactor } from './factor.queries.ts';
import { PasswordStep } from './password-step.tsx';

interface FactorSetupProps {
  readonly isNeeded: boolean;
  readonly onCodes: (codes: readonly string[]) => void;
}

/** Password, QR code, first code. */
export function FactorSetup({ isNeeded, onCodes }: FactorSetupProps) {
  const { t } = useTranslation();
  const begin = useBeginFactor();
  const confirm = useConfirmFactor();
  const [code, setCode] = useState('');
  if (begin.data === undefined) {
    return (
      <PasswordStep
        hint={t(isNeeded ? 'factor.needed' : 'factor.hint')}
        error={begin.error}
        isPending={begin.isPending}
        onPassword={(password) => begin.mutate(password)}
      />
    );
  }
  const { uri, secret } = begin.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code, { onSuccess: onCodes });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('factor.scan')}</Text>
        <Center>
          <QRCodeSVG value={uri} size={208} marginSize={3} title={t('factor.qr')} />
        </Center>
        <Text size="xs" c="dark.1">
          {t('factor.type')} <Code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
        </Text>
        <TextInput
          label={t('factor.code')}
          required
          data-autofocus
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <DialogActions
          failure={confirm.isError ? errorText(confirm.error, t('common.offline')) : null}
          isPending={confirm.isPending}
          submit={t('factor.turnOn')}
          onCancel={() => begin.reset()}
        />
      </Stack>
    </form>
  );
}
