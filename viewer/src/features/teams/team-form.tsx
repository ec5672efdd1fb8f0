import { MultiSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { isProblem, type Team } from '../../api/api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { useUsers } from '../users/users.queries.ts';
import { useSaveTeam } from './teams.queries.ts';

interface TeamFormProps {
  /** Null adds one. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

export function TeamForm({ team, onClose }: TeamFormProps) {
  const { t } = useTranslation();
  const save = useSaveTeam();
  const users = useUsers();
  const form = useForm({
    initialValues: { name: team?.name ?? '', memberIds: team?.memberIds ?? [], oidcGroup: team?.oidcGroup ?? '' },
  });
  const submit = form.onSubmit((draft) =>
    save.mutate(
      {
        body: { ...draft, name: draft.name.trim(), oidcGroup: draft.oidcGroup.trim() || null },
        existing: team,
      },
      {
        onSuccess: () => {
          notifications.show({ message: t('users.saved', { name: draft.name.trim() }), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  const conflict = isProblem(save.error, 412) ? t('people.teamConflict') : errorText(save.error, t('common.offline'));
  return (
    <Dialog opened onClose={onClose} title={t(team === null ? 'people.addTeam' : 'people.editTeam')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('people.teamName')}
            required
            maxLength={100}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <MultiSelect
            label={t('people.members')}
            searchable
            data={(users.data ?? []).map(({ id, displayName, username }) => ({
              value: id,
              label: `${displayName} (${username})`,
            }))}
            {...form.getInputProps('memberIds')}
          />
          <TextInput
            label={t('people.oidcGroup')}
            description={t('people.oidcGroupHint')}
            maxLength={200}
            {...form.getInputProps('oidcGroup')}
          />
          <DialogActions failure={save.isError ? conflict : null} isPending={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
