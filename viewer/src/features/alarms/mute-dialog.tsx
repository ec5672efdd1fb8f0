import { SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { REASON_LENGTHS } from '../../shared/reason-dialog.tsx';
import { useCreateMute } from './alarms.queries.ts';

const MINUTES = { m15: 15, h1: 60, h8: 480, d1: 1_440, d7: 10_080 } as const;
type Length = keyof typeof MINUTES;

/** Keeps alarms like this one away for a while: of its kind on its camera, of the camera, or of the kind everywhere. */
export function MuteDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateMute();
  const hasCamera = alarm.cameraId !== null;
  const form = useForm<{ what: 'both' | 'camera' | 'kind'; length: Length; reason: string }>({
    initialValues: { what: hasCamera ? 'both' : 'kind', length: 'h1', reason: '' },
  });
  const submit = form.onSubmit(({ what, length, reason }) =>
    create.mutate(
      {
        ...(what !== 'kind' && alarm.cameraId !== null && { cameraId: alarm.cameraId }),
        ...(what !== 'camera' && { kind: alarm.kind }),
        until: new Date(Date.now() + MINUTES[length] * 60_000).toISOString(),
        reason: reason.trim(),
      },
      { onSuccess: onClose },
    ),
  );
  return (
    <Dialog opened onClose={onClose} title={t('alarms.mute.title')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            {alarm.text[currentLanguage()]}
            {alarm.cameraName !== null && `, ${alarm.cameraName}`}
          </Text>
          {hasCamera && (
            <SegmentedControl
              fullWidth
              orientation="vertical"
              aria-label={t('alarms.mute.what')}
              data={(['both', 'camera', 'kind'] as const).map((value) => ({
                value,
                label: t(`alarms.mute.of.${value}`),
              }))}
              {...form.getInputProps('what')}
            />
          )}
          <SegmentedControl
            fullWidth
            aria-label={t('alarms.mute.length')}
            data={(Object.keys(MINUTES) as Length[]).map((value) => ({
              value,
              label: t(`alarms.mute.lengths.${value}`),
            }))}
            {...form.getInputProps('length')}
          />
          <Textarea
            label={t('alarms.mute.reason')}
            required
            minLength={REASON_LENGTHS.min}
            maxLength={REASON_LENGTHS.max}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <DialogActions
            failure={create.isError ? errorText(create.error, t('common.offline')) : null}
            isPending={create.isPending}
            submit={t('alarms.mute.submit')}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
