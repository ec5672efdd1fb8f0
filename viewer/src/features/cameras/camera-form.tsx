import { Accordion, Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconRadar2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Camera, isProblem } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { draftOf } from './camera-draft.ts';
import { useSaveCamera } from './camera-mutations.ts';
import { CameraPlaceFields } from './camera-place-fields.tsx';
import { DeviceDiscovery } from './device-discovery.tsx';
import type { FoundStreams } from './found-streams.ts';

interface CameraFormProps {
  /** Null adds a camera. */
  readonly camera: Camera | null;
  readonly onClose: () => void;
}

const PROFILES = ['plate-gate', 'street', 'none'] as const;
const SOURCES = ['rtsp', 'ffmpeg'] as const;
const TRANSPORTS = ['auto', 'tcp', 'udp'] as const;

/** Adds or edits a camera; its addresses may be found over ONVIF instead of typed in. */
export function CameraForm({ camera, onClose }: CameraFormProps) {
  const { t } = useTranslation();
  const save = useSaveCamera();
  const groups = useCameraGroups();
  const [isFinding, setIsFinding] = useState(false);
  const form = useForm({ initialValues: draftOf(camera) });
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
  const take = ({ name, mainUrl, subUrl, onvifUrl, username, password }: FoundStreams) => {
    const { name: before, username: account } = form.getValues();
    form.setValues({
      name: before === '' ? name : before,
      mainUrl,
      subUrl,
      onvifUrl,
      username: username === '' ? account : username,
      password,
    });
    setIsFinding(false);
  };
  const conflict = isProblem(save.error, 412) ? t('cameras.conflict') : errorText(save.error, t('common.offline'));
  const failure = save.isError ? conflict : null;
  const groupNames = groups.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const { groupId } = form.getValues();
  const known = groupNames.some(({ value }) => value === groupId) ? [] : [{ value: groupId, label: groupId }];

  if (isFinding) {
    return (
      <Dialog opened onClose={onClose} size="xl" title={t('discovery.title')}>
        <DeviceDiscovery
          start={{ address: form.getValues().onvifUrl, username: form.getValues().username }}
          onTake={take}
          onBack={() => setIsFinding(false)}
        />
      </Dialog>
    );
  }
  return (
    <Dialog opened onClose={onClose} size="lg" title={t(camera === null ? 'cameras.add' : 'cameras.edit')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Button
            variant="light"
            leftSection={<IconRadar2 size={17} />}
            onClick={() => setIsFinding(true)}
            style={{ alignSelf: 'flex-start' }}
            size="xs"
          >
            {t('cameraForm.find')}
          </Button>
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
          <CameraPlaceFields form={form} />
          <Select
            label={t('cameras.profile')}
            allowDeselect={false}
            data={PROFILES.map((profile) => ({ value: profile, label: t(`cameras.profiles.${profile}`) }))}
            {...form.getInputProps('profile')}
          />
          <Select
            label={t('cameraForm.group')}
            description={t('cameraForm.groupHint')}
            allowDeselect={false}
            data={[...groupNames, ...known]}
            {...form.getInputProps('groupId')}
          />
          <Accordion variant="contained">
            <Accordion.Item value="advanced">
              <Accordion.Control>{t('cameraForm.advanced')}</Accordion.Control>
              <Accordion.Panel>
                <Stack gap="sm">
                  <TextInput
                    label={t('cameraForm.onvifUrl')}
                    description={t('cameraForm.onvifHint')}
                    maxLength={1000}
                    {...form.getInputProps('onvifUrl')}
                  />
                  <Select
                    label={t('cameraForm.transport')}
                    description={t('cameraForm.transportHint')}
                    allowDeselect={false}
                    data={TRANSPORTS.map((value) => ({ value, label: t(`cameraForm.transports.${value}`) }))}
                    {...form.getInputProps('transport')}
                  />
                  <Select
                    label={t('cameraForm.source')}
                    description={t('cameraForm.sourceHint')}
                    allowDeselect={false}
                    data={SOURCES.map((value) => ({ value, label: t(`cameraForm.sources.${value}`) }))}
                    {...form.getInputProps('source')}
                  />
                  <TextInput
                    label={t('cameraForm.site')}
                    description={t('cameraForm.siteHint')}
                    maxLength={60}
                    {...form.getInputProps('site')}
                  />
                  <NumberInput
                    label={t('cameraForm.motionFps')}
                    description={t('cameraForm.motionFpsHint')}
                    min={0}
                    max={30}
                    allowNegative={false}
                    {...form.getInputProps('motionFps')}
                  />
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
          {camera !== null && (
            <Switch label={t('cameras.enabled')} {...form.getInputProps('isEnabled', { type: 'checkbox' })} />
          )}
          <DialogActions failure={failure} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
