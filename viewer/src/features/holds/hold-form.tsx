import { Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
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

const MINUTE_MS = 60_000;

/** Holds a span of a camera's recordings as evidence: no rule deletes it until somebody releases it. */
export function HoldForm({ start, onClose }: HoldFormProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const create = useCreateHold();
  const form = useForm({
    initialValues: {
      cameraId: start?.cameraId ?? '',
      from: start === null ? '' : vietnamLocal(start.fromMs),
      to: start === null ? '' : vietnamLocal(start.toMs + MINUTE_MS - 1),
      reason: '',
    },
    validate: {
      cameraId: (value) => (value === '' ? t('holds.cameraNeeded') : null),
      to: (value, { from }) => (value <= from ? t('holds.endBeforeStart') : null),
    },
  });
  const submit = form.onSubmit(({ cameraId, reason, ...span }) => {
    const [from, to] = [vietnamInstant(span.from), vietnamInstant(span.to)];
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
  return (
    <Modal opened onClose={onClose} title={t('holds.add')}>
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
            <TextInput
              type="datetime-local"
              label={t('passages.filterFrom')}
              required
              {...form.getInputProps('from')}
            />
            <TextInput type="datetime-local" label={t('passages.filterTo')} required {...form.getInputProps('to')} />
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
    </Modal>
  );
}
