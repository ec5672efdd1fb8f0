import { Group, MultiSelect, NumberInput, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import { useTranslation } from 'react-i18next';
import { areaOptions } from '../areas/area-tree.ts';
import { useAreas } from '../areas/areas.queries.ts';
import type { CameraDraft } from './camera-draft.ts';

/** Who may see the camera follows from these: its area and what it is watched for; and the number to call it by. */
export function CameraPlaceFields({ form }: { readonly form: UseFormReturnType<CameraDraft> }) {
  const { t } = useTranslation();
  const areas = useAreas();
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t('cameraForm.area')}
          description={t('cameraForm.areaHint')}
          placeholder={t('areas.none')}
          searchable
          clearable
          data={areaOptions(areas.data ?? [])}
          {...form.getInputProps('areaId')}
        />
        <NumberInput
          label={t('cameraForm.number')}
          description={t('cameraForm.numberHint')}
          min={1}
          max={99_999}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          {...form.getInputProps('number')}
        />
      </Group>
      <MultiSelect
        label={t('cameraForm.purposes')}
        description={t('cameraForm.purposesHint')}
        data={PURPOSES.map((purpose) => ({ value: purpose, label: t(`audit.purposes.${purpose}`) }))}
        {...form.getInputProps('purposes')}
      />
    </>
  );
}
