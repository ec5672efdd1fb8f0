import { MultiSelect, NumberInput, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { areaOptions } from '../areas/area-tree.ts';
import { useAreas, useOperatingAreas } from '../areas/areas.queries.ts';
import { KEY_SCOPES, type KeyScope, scopeKey } from './key-scopes.ts';
import { KeySecret } from './key-secret.tsx';
import { useCreateKey } from './keys.queries.ts';

const DAY_MS = 86_400_000;

interface KeyDraft {
  name: string;
  scopes: KeyScope[];
  reach: 'everything' | 'places';
  areaIds: string[];
  operatingAreaIds: string[];
  purposes: Purpose[];
  days: number | string;
  allowedNetworks: string[];
}

const EMPTY: KeyDraft = {
  ...{ name: '', scopes: ['camera.view'], reach: 'places', areaIds: [], operatingAreaIds: [] },
  ...{ purposes: ['public-order'], days: 90, allowedNetworks: [] },
};

/** Makes a key and shows its secret once. */
export function KeyForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateKey();
  const areas = useAreas();
  const sets = useOperatingAreas();
  const form = useForm<KeyDraft>({ initialValues: EMPTY });
  const isEverything = form.values.reach === 'everything';
  const submit = form.onSubmit(({ name, scopes, areaIds, operatingAreaIds, purposes, days, allowedNetworks }) =>
    create.mutate({
      ...{ name: name.trim(), scopes, purposes, allowedNetworks },
      scope: isEverything
        ? { isEverything, areaIds: [], operatingAreaIds: [], groupIds: [] }
        : { isEverything, areaIds, operatingAreaIds, groupIds: [] },
      expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
    }),
  );
  return (
    <Dialog opened onClose={onClose} title={t('keys.add')} size="lg" closeOnClickOutside={false}>
      {create.data !== undefined ? (
        <KeySecret secret={create.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t('keys.name')}
              description={t('keys.nameHint')}
              required
              maxLength={100}
              data-autofocus
              {...form.getInputProps('name')}
            />
            <MultiSelect
              label={t('keys.scopes')}
              searchable
              data={KEY_SCOPES.map((scope) => ({ value: scope, label: t(`keys.scope.${scopeKey(scope)}`) }))}
              {...form.getInputProps('scopes')}
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
                  data={(sets.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                  {...form.getInputProps('operatingAreaIds')}
                />
              </>
            )}
            <MultiSelect
              label={t('people.purposes')}
              data={PURPOSES.map((purpose) => ({ value: purpose, label: t(`audit.purposes.${purpose}`) }))}
              {...form.getInputProps('purposes')}
            />
            <NumberInput
              label={t('keys.days')}
              required
              min={1}
              max={730}
              allowDecimal={false}
              {...form.getInputProps('days')}
            />
            <TagsInput
              label={t('keys.networks')}
              description={t('keys.networksHint')}
              placeholder="10.1.0.0/16"
              {...form.getInputProps('allowedNetworks')}
            />
            <DialogActions
              failure={create.isError ? errorText(create.error, t('common.offline')) : null}
              isPending={create.isPending}
              submit={t('keys.make')}
              onCancel={onClose}
            />
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
