import { Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { type Area, isProblem } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { areaPath } from './area-tree.ts';
import { useAreas, useSaveArea } from './areas.queries.ts';

interface AreaFormProps {
  /** Null adds one. */
  readonly area: Area | null;
  /** In which a new one lies; null: a province. */
  readonly parent: Area | null;
  readonly onClose: () => void;
}

const PARENT_KIND = { province: null, ward: 'province', site: 'ward' } as const;

/** Adds, renames or moves an area. */
export function AreaForm({ area, parent, onClose }: AreaFormProps) {
  const { t } = useTranslation();
  const save = useSaveArea();
  const areas = useAreas();
  const kind = area?.kind ?? (parent === null ? 'province' : parent.kind === 'province' ? 'ward' : 'site');
  const form = useForm({ initialValues: { name: area?.name ?? '', parentId: area?.parentId ?? parent?.id ?? null } });
  const parents = (areas.data ?? []).filter((one) => one.kind === PARENT_KIND[kind]);
  const submit = form.onSubmit(({ name, parentId }) =>
    save.mutate(
      { body: { name: name.trim(), kind, parentId }, existing: area },
      {
        onSuccess: () => {
          notifications.show({ message: t('areas.saved', { name: name.trim() }), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  const conflict = isProblem(save.error, 412) ? t('areas.conflict') : errorText(save.error, t('common.offline'));
  return (
    <Dialog opened onClose={onClose} title={t(area === null ? `areas.add.${kind}` : `areas.edit.${kind}`)}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t('areas.name')} required maxLength={120} data-autofocus {...form.getInputProps('name')} />
          {kind !== 'province' && (
            <Select
              label={t('areas.parent')}
              required
              searchable
              allowDeselect={false}
              data={parents.map(({ id }) => ({ value: id, label: areaPath(areas.data ?? [], id) }))}
              {...form.getInputProps('parentId')}
            />
          )}
          <DialogActions failure={save.isError ? conflict : null} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
