import { NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { type CameraGroup, isProblem } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { draftOf, groupBody } from './group-draft.ts';
import { useSaveGroup } from './storage.queries.ts';

interface GroupFormProps {
  /** Null adds a group. */
  readonly group: CameraGroup | null;
  readonly onClose: () => void;
}

/** How long the cameras of a group keep their recordings, and how much at most. */
export function GroupForm({ group, onClose }: GroupFormProps) {
  const { t } = useTranslation();
  const save = useSaveGroup();
  const form = useForm({
    initialValues: draftOf(group),
    validate: { keepDays: (value) => (value === '' ? t('storage.group.keepNeeded') : null) },
  });
  const submit = form.onSubmit((draft) => {
    const body = groupBody(draft);
    if (body === null) return;
    save.mutate(
      { body, existing: group },
      {
        onSuccess: () => {
          notifications.show({ message: t('storage.group.saved', { name: body.name }), color: 'teal' });
          onClose();
        },
      },
    );
  });
  const failure = isProblem(save.error, 412)
    ? t('storage.group.conflict')
    : save.isError
      ? errorText(save.error, t('common.offline'))
      : null;
  const numbers = { decimalSeparator: currentLanguage() === 'vi' ? ',' : '.', allowNegative: false };
  return (
    <Dialog opened onClose={onClose} title={t(group === null ? 'storage.group.add' : 'storage.group.edit')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('storage.group.name')}
            required
            maxLength={120}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <NumberInput
            label={t('storage.group.keepDays')}
            description={t('storage.group.keepDaysHint')}
            required
            min={0.01}
            max={3650}
            decimalScale={2}
            {...numbers}
            {...form.getInputProps('keepDays')}
          />
          <NumberInput
            label={t('storage.group.maxGb')}
            description={t('storage.group.maxGbHint')}
            min={0.001}
            decimalScale={3}
            {...numbers}
            {...form.getInputProps('maxGb')}
          />
          <NumberInput
            label={t('storage.group.moveAfter')}
            description={t('storage.group.moveAfterHint')}
            min={0}
            max={87_600}
            decimalScale={1}
            {...numbers}
            {...form.getInputProps('moveAfterHours')}
          />
          <DialogActions failure={failure} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
