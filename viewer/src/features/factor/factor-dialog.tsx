import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { ErrorPanel } from '../../shared/query-states.tsx';
import { useFactor, useRenewCodes } from './factor.queries.ts';
import { FactorEnd } from './factor-end.tsx';
import { FactorSetup } from './factor-setup.tsx';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** The own second factor: set up, renewed, switched off. */
export function FactorDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const factor = useFactor();
  const renew = useRenewCodes();
  const [step, setStep] = useState<'renew' | 'end' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Dialog opened onClose={onClose} title={t('factor.title')} closeOnClickOutside={false}>
      {factor.isPending && <Skeleton h={120} />}
      {factor.isError && <ErrorPanel error={factor.error} onRetry={() => void factor.refetch()} />}
      {codes !== null && <RecoveryCodes codes={codes} onClose={onClose} />}
      {codes === null && factor.data?.isOn === false && (
        <FactorSetup isNeeded={factor.data.isNeeded} onCodes={setCodes} />
      )}
      {codes === null && factor.data?.isOn === true && step === null && (
        <Stack>
          <Text size="sm">{t('factor.isOn', { count: factor.data.recoveryCodesLeft })}</Text>
          <Group justify="flex-end">
            {!factor.data.isNeeded && (
              <Button variant="default" color="red" onClick={() => setStep('end')}>
                {t('factor.end')}
              </Button>
            )}
            <Button onClick={() => setStep('renew')}>{t('factor.renew')}</Button>
          </Group>
        </Stack>
      )}
      {codes === null && step === 'renew' && (
        <PasswordStep
          hint={t('factor.renewHint')}
          error={renew.error}
          isPending={renew.isPending}
          onPassword={(password) => renew.mutate(password, { onSuccess: setCodes })}
          onCancel={() => setStep(null)}
        />
      )}
      {codes === null && step === 'end' && <FactorEnd onDone={onClose} onCancel={() => setStep(null)} />}
    </Dialog>
  );
}
