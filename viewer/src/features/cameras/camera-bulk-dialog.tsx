import { List, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { isPurpose, PURPOSES } from '@thapcanh/core/people/purpose';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { areaOptions } from '../areas/area-tree.ts';
import { useAreas } from '../areas/areas.queries.ts';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { type BulkField, type CameraBulkChanges, changedCounts } from './camera-bulk-draft.ts';
import { useEditCameras } from './camera-mutations.ts';

interface CameraBulkDialogProps {
  readonly cameras: readonly Camera[];
  /** `isDone`: the cameras were changed. */
  readonly onClose: (isDone: boolean) => void;
}

const KEEP = 'keep';
const NO_AREA = 'no-area';
const PROFILES: readonly Camera['profile'][] = ['plate-gate', 'street', 'none'];

/** One edit of many cameras, told in words before it is made: all of them or none. */
export function CameraBulkDialog({ cameras, onClose }: CameraBulkDialogProps) {
  const { t } = useTranslation();
  const [changes, setChanges] = useState<CameraBulkChanges>({});
  const areas = useAreas();
  const groups = useCameraGroups();
  const edit = useEditCameras();
  const counts = changedCounts(cameras, changes);
  const isNothing = counts.every(({ count }) => count === 0);

  const change = <Field extends BulkField>(field: Field, value: CameraBulkChanges[Field] | undefined) =>
    setChanges(({ [field]: _, ...others }) => (value === undefined ? others : { ...others, [field]: value }));
  const keep = { value: KEEP, label: t('cameraBulk.keep') };
  const areaNames = areaOptions(areas.data ?? []);
  const groupNames = groups.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const fieldNames: Readonly<Record<BulkField, string>> = {
    areaId: t('cameraForm.area'),
    groupId: t('cameraForm.group'),
    purposes: t('cameraForm.purposes'),
    profile: t('cameras.profile'),
    isEnabled: t('cameraBulk.isEnabled'),
  };
  const valueNames: Readonly<Record<BulkField, string>> = {
    areaId: areaNames.find(({ value }) => value === changes.areaId)?.label ?? t('areas.none'),
    groupId: groupNames.find(({ value }) => value === changes.groupId)?.label ?? '',
    purposes: (changes.purposes ?? []).map((purpose) => t(`audit.purposes.${purpose}`)).join(', '),
    profile: t(`cameras.profiles.${changes.profile ?? 'none'}`),
    isEnabled: changes.isEnabled === false ? t('cameraBulk.off') : t('cameraBulk.on'),
  };
  const select = { allowDeselect: false, searchable: true } as const;

  return (
    <Dialog opened onClose={() => onClose(false)} size="lg" title={t('cameraBulk.title', { count: cameras.length })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const onSuccess = () => {
            notifications.show({ message: t('cameraBulk.done', { count: cameras.length }), color: 'teal' });
            onClose(true);
          };
          if (!isNothing) edit.mutate({ cameras, changes }, { onSuccess });
        }}
      >
        <Stack gap="sm">
          <Select
            label={fieldNames.areaId}
            data={[keep, { value: NO_AREA, label: t('areas.none') }, ...areaNames]}
            value={changes.areaId === undefined ? KEEP : (changes.areaId ?? NO_AREA)}
            onChange={(value) => change('areaId', value === KEEP ? undefined : value === NO_AREA ? null : value)}
            {...select}
          />
          <Select
            label={fieldNames.groupId}
            data={[keep, ...groupNames]}
            value={changes.groupId ?? KEEP}
            onChange={(value) => change('groupId', value === KEEP || value === null ? undefined : value)}
            {...select}
          />
          <MultiSelect
            label={fieldNames.purposes}
            placeholder={changes.purposes === undefined ? t('cameraBulk.keep') : ''}
            data={PURPOSES.map((purpose) => ({ value: purpose, label: t(`audit.purposes.${purpose}`) }))}
            value={changes.purposes ?? []}
            onChange={(values) => change('purposes', values.length === 0 ? undefined : values.filter(isPurpose))}
          />
          <Select
            label={fieldNames.profile}
            data={[keep, ...PROFILES.map((profile) => ({ value: profile, label: t(`cameras.profiles.${profile}`) }))]}
            value={changes.profile ?? KEEP}
            onChange={(value) =>
              change(
                'profile',
                PROFILES.find((profile) => profile === value),
              )
            }
            {...select}
          />
          <Select
            label={fieldNames.isEnabled}
            data={[keep, { value: 'on', label: t('cameraBulk.on') }, { value: 'off', label: t('cameraBulk.off') }]}
            value={changes.isEnabled === undefined ? KEEP : changes.isEnabled ? 'on' : 'off'}
            onChange={(value) => change('isEnabled', value === KEEP ? undefined : value === 'on')}
            {...select}
          />
          {counts.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('cameraBulk.nothing')}
            </Text>
          ) : (
            <List size="sm" aria-label={t('cameraBulk.preview')}>
              {counts.map(({ field, count }) => (
                <List.Item key={field}>
                  {t('cameraBulk.change', { field: fieldNames[field], value: valueNames[field], count })}
                </List.Item>
              ))}
            </List>
          )}
          <DialogActions
            failure={edit.isError ? errorText(edit.error, t('common.offline')) : null}
            isPending={edit.isPending}
            submit={t('cameraBulk.submit', { count: cameras.length })}
            onCancel={() => onClose(false)}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
