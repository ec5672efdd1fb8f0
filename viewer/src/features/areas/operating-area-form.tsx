import { MultiSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { isProblem, type OperatingArea } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { areaOptions } from './area-tree.ts';
import { useAreas, useSaveOperatingArea } from './areas.queries.ts';

interface OperatingAreaFormProps {
  /** Null adds one. */
  readonly set: OperatingArea | null;
  readonly onClose: () => void;
}

export function OperatingAreaForm({ set, onClose }: OperatingAreaFormProps) {
  const { t } = useTranslation();
  const save = useSaveOperatingArea();
  const areas = useAreas();
  const groups = useCameraGroups();
  const form = useForm({
    initialValues: { name: set?.name ?? '', areaIds: set?.areaIds ?? [], groupIds: set?.groupIds ?? [] },
  });
  const submit = form.onSubmit((draft) =>
    save.mutate(
      { body: { ...draft, name: draft.name.trim() }, existing: set },
      {
        onSuccess: () => {
          notifications.show({ message: t('areas.saved', { name: draft.name.trim() }), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  const conflict = isProblem(save.error, 412) ? t('areas.conflict') : errorText(save.error, t('common.offline'));
  return (
    <Dialog opened onClose={onClose} title={t(set === null ? 'areas.operating.add' : 'areas.operating.edit')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t('areas.name')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
          <MultiSelect
            label={t('areas.operating.areas')}
            description={t('areas.operating.areasHint')}
            searchable
            data={areaOptions(areas.data ?? [])}
            {...form.getInputProps('areaIds')}
          />
          <MultiSelect
            label={t('areas.operating.groups')}
            searchable
            data={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('groupIds')}
          />
          <DialogActions failure={save.isError ? conflict : null} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
