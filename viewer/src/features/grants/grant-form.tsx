import { MultiSelect, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import { ROLES, type Role } from '@thapcanh/core/people/role';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { areaOptions } from '../areas/area-tree.ts';
import { useAreas, useOperatingAreas } from '../areas/areas.queries.ts';
import { useCameraGroups } from '../storage/storage.queries.ts';
import { type GrantHolder, useCreateGrant } from './grants.queries.ts';
import { useGrantWords } from './use-grant-words.ts';

interface GrantFormProps {
  readonly holder: GrantHolder;
  readonly onClose: () => void;
}

interface GrantDraft {
  role: Role;
  reach: 'everything' | 'places';
  areaIds: string[];
  operatingAreaIds: string[];
  groupIds: string[];
  purposes: Purpose[];
}

const EMPTY: GrantDraft = {
  role: 'operator',
  reach: 'places',
  areaIds: [],
  operatingAreaIds: [],
  groupIds: [],
  purposes: ['public-order'],
};

const idsOf = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });

/** A role at places for purposes, read back as a sentence before it is given. */
export function GrantForm({ holder, onClose }: GrantFormProps) {
  const { t } = useTranslation();
  const create = useCreateGrant();
  const say = useGrantWords();
  const areas = useAreas();
  const sets = useOperatingAreas();
  const groups = useCameraGroups();
  const form = useForm<GrantDraft>({ initialValues: EMPTY });
  const { role, reach, purposes, ...places } = form.values;
  const isEverything = reach === 'everything';
  const none = { areaIds: [], operatingAreaIds: [], groupIds: [] };
  const scope = { isEverything, ...(isEverything ? none : places) };
  const isWhole = purposes.length > 0 && (isEverything || Object.values(places).some((ids) => ids.length > 0));
  const submit = form.onSubmit(() =>
    create.mutate(
      { ...holder, role, scope, purposes },
      {
        onSuccess: () => {
          notifications.show({ message: t('people.granted'), color: 'teal' });
          onClose();
        },
      },
    ),
  );
  return (
    <Dialog opened onClose={onClose} title={t('people.addGrant')} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select
            label={t('users.role')}
            allowDeselect={false}
            data-autofocus
            data={ROLES.map((one) => ({ value: one, label: t(`session.roles.${one}`) }))}
            {...form.getInputProps('role')}
          />
          <SegmentedControl
            aria-label={t('people.where')}
            data={[
              { value: 'places', label: t('people.places') },
              { value: 'everything', label: t('people.everything') },
            ]}
            {...form.getInputProps('reach')}
          />
          {!isEverything && (
            <>
              <MultiSelect
                label={t('areas.title')}
                searchable
                data={areaOptions(areas.data ?? [])}
                {...form.getInputProps('areaIds')}
              />
              <MultiSelect
                label={t('areas.tabs.operating')}
                searchable
                data={(sets.data ?? []).map(idsOf)}
                {...form.getInputProps('operatingAreaIds')}
              />
              <MultiSelect
                label={t('areas.operating.groups')}
                searchable
                data={(groups.data ?? []).map(idsOf)}
                {...form.getInputProps('groupIds')}
              />
            </>
          )}
          <MultiSelect
            label={t('people.purposes')}
            description={t('people.purposesHint')}
            data={PURPOSES.map((purpose) => ({ value: purpose, label: t(`audit.purposes.${purpose}`) }))}
            {...form.getInputProps('purposes')}
          />
          <Text size="sm" c="signal.2" aria-live="polite" style={{ overflowWrap: 'anywhere' }}>
            {isWhole ? say({ role, scope, purposes }) : t('people.grantUnfinished')}
          </Text>
          <DialogActions
            failure={create.isError ? errorText(create.error, t('common.offline')) : null}
            isPending={create.isPending}
            submit={t('people.grant')}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
