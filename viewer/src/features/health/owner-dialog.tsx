import { Button, Stack, Text, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { CameraHealth, CameraOwnerBody } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useSetOwner } from './health.queries.ts';

interface OwnerDialogProps {
  readonly camera: CameraHealth;
  readonly onClose: () => void;
}

/** Who lends the camera and by which agreement; personal data, only for whoever manages it. */
export function OwnerDialog({ camera, onClose }: OwnerDialogProps) {
  const { t } = useTranslation();
  const setOwner = useSetOwner(camera.cameraId);
  const form = useForm<CameraOwnerBody>({
    initialValues: {
      name: camera.owner?.name ?? '',
      contact: camera.owner?.contact ?? '',
      agreementNumber: camera.agreement?.number ?? '',
      validUntil: camera.agreement?.validUntil ?? null,
    },
  });
  const save = (owner: CameraOwnerBody | null) =>
    setOwner.mutate(owner, {
      onSuccess: () => {
        notifications.show({ message: t('health.ownerSaved', { name: camera.name }), color: 'teal' });
        onClose();
      },
    });
  return (
    <Dialog opened onClose={onClose} title={t('health.ownerTitle', { name: camera.name })} closeOnClickOutside={false}>
      <form onSubmit={form.onSubmit(save)}>
        <Stack gap="sm">
          <TextInput
            label={t('health.ownerName')}
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput label={t('health.contact')} maxLength={300} {...form.getInputProps('contact')} />
          <TextInput label={t('health.agreementNumber')} maxLength={100} {...form.getInputProps('agreementNumber')} />
          <DatePickerInput
            label={t('health.validUntil')}
            placeholder={t('health.noEnd')}
            valueFormat="DD/MM/YYYY"
            clearable
            clearButtonProps={{ 'aria-label': t('health.clearEnd') }}
            {...form.getInputProps('validUntil')}
          />
          <Text size="xs" c="dark.1">
            {t('health.ownerHint')}
          </Text>
          {camera.agreement !== null && (
            <Button variant="subtle" color="red" size="xs" disabled={setOwner.isPending} onClick={() => save(null)}>
              {t('health.ownerRemove')}
            </Button>
          )}
          <DialogActions
            failure={setOwner.isError ? errorText(setOwner.error, t('common.offline')) : null}
            isPending={setOwner.isPending}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
