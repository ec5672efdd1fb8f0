import { Group, Modal, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { type Camera, isProblem } from '../../api/api.ts';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { type CameraDraft, useSaveCamera } from './camera-mutations.ts';

interface CameraFormProps {
  /** Null adds a camera. */
  readonly camera: Camera | null;
  readonly onClose: () => void;
}

const PROFILES = ['plate-gate', 'street', 'none'] as const;

export function CameraForm({ camera, onClose }: CameraFormProps) {
  const { t } = useTranslation();
  const save = useSaveCamera();
  const form = useForm<CameraDraft>({
    initialValues: {
      name: camera?.name ?? '',
      mainUrl: camera?.mainUrl ?? '',
      subUrl: camera?.subUrl ?? '',
      username: camera?.username ?? '',
      password: '',
      profile: camera?.profile ?? 'plate-gate',
      isEnabled: camera?.isEnabled ?? true,
    },
  });
  const submit = form.onSubmit((draft) =>
    save.mutate(
      { draft, existing: camera },
      {
        onSuccess: () => {
          notifications.show({ message: t('cameras.saved', { name: draft.name }), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  const conflict = isProblem(save.error, 412) ? t('cameras.conflict') : errorText(save.error, t('common.offline'));
  const failure = save.isError ? conflict : null;
  return (
    <Modal opened onClose={onClose} size="lg" title={t(camera === null ? 'cameras.add' : 'cameras.edit')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('cameras.name')}
            required
            maxLength={120}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('cameras.mainUrl')}
            description={t('cameras.urlHint')}
            placeholder="rtsp://192.168.1.20:554/Streaming/Channels/101"
            required
            {...form.getInputProps('mainUrl')}
          />
          <TextInput
            label={t('cameras.subUrl')}
            placeholder="rtsp://192.168.1.20:554/Streaming/Channels/102"
            {...form.getInputProps('subUrl')}
          />
          <Group grow align="flex-start">
            <TextInput label={t('cameras.username')} autoComplete="off" {...form.getInputProps('username')} />
            <PasswordInput
              label={t('cameras.password')}
              autoComplete="new-password"
              placeholder={camera?.hasPassword ? t('cameras.passwordKept') : ''}
              {...form.getInputProps('password')}
            />
          </Group>
          <Select
            label={t('cameras.profile')}
            allowDeselect={false}
            data={PROFILES.map((profile) => ({ value: profile, label: t(`cameras.profiles.${profile}`) }))}
            {...form.getInputProps('profile')}
          />
          {camera !== null && (
            <Switch label={t('cameras.enabled')} {...form.getInputProps('isEnabled', { type: 'checkbox' })} />
          )}
          <DialogActions failure={failure} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
