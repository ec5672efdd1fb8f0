import { Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { REASON_LENGTHS } from '../../shared/reason-dialog.tsx';
import { vietnamInstant, vietnamLocal } from '../../shared/vietnam-time.ts';
import { useCameras } from '../cameras/cameras.queries.ts';
import { useCreateHold } from './holds.queries.ts';

interface HoldFormProps {
  /** The camera and the span to begin with; a span is widened to whole minutes. */
  readonly start: { readonly cameraId: string; readonly fromMs: number; readonly toMs: number } | null;
  readonly onClose: () => void;
}

interface HoldDraft {
  readonly cameraId: string;
  /** Wall time in Viet Nam as the picker gives it; null while it is empty. */
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string;
}

const MINUTE_MS = 60_000;

/** Pickers give `2026-11-21 18:04:00`. */
const instantOf = (picked: string | null) =>
  picked === null ? null : vietnamInstant(picked.slice(0, 16).replace(' ', 'T'));

const pickedOf = (ms: number) => `${vietnamLocal(ms).replace('T', ' ')}:00`;

/** Holds a span of a camera's recordings as evidence: no rule deletes it until somebody releases it. */
export function HoldForm({ start, onClose }: HoldFormProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const create = useCreateHold();
  const form = useForm<HoldDraft>({
    initialValues: {
      cameraId: start?.cameraId ?? '',
      from: start === null ? null : pickedOf(start.fromMs),
      to: start === null ? null : pickedOf(start.toMs + MINUTE_MS - 1),
      reason: '',
    },
    validate: {
      cameraId: (value) => (value === '' ? t('holds.cameraNeeded') : null),
      from: (value) => (value === null ? t('holds.timeNeeded') : null),
      to: (value, { from }) =>
        value === null ? t('holds.timeNeeded') : value <= (from ?? '') ? t('holds.endBeforeStart') : null,
    },
  });
  const submit = form.onSubmit(({ cameraId, reason, ...span }) => {
    const [from, to] = [instantOf(span.from), instantOf(span.to)];
    if (from === null || to === null) return;
    create.mutate(
      { cameraId, from, to, reason: reason.trim() },
      {
        onSuccess: () => {
          notifications.show({ message: t('holds.created'), color: 'teal' });
          onClose();
        },
      },
    );
  });
  const picker = { required: true, valueFormat: 'DD/MM/YYYY HH:mm', withSeconds: false } as const;
  return (
    <Dialog opened onClose={onClose} title={t('holds.add')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dark.1">
            {t('holds.addHint')}
          </Text>
          <Select
            label={t('passages.camera')}
            required
            searchable
            allowDeselect={false}
            data={(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('cameraId')}
          />
          <Group grow align="flex-start">
            <DateTimePicker label={t('passages.filterFrom')} {...picker} {...form.getInputProps('from')} />
            <DateTimePicker label={t('passages.filterTo')} {...picker} {...form.getInputProps('to')} />
          </Group>
          <Textarea
            label={t('holds.reason')}
            description={t('holds.reasonHint')}
            required
            minLength={REASON_LENGTHS.min}
            maxLength={REASON_LENGTHS.max}
            autosize
            minRows={2}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <DialogActions
            failure={create.isError ? errorText(create.error, t('common.offline')) : null}
            isPending={create.isPending}
            submit={t('holds.submit')}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
