import { Button, Group, Select, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../cameras/cameras.queries.ts';
import { NO_FILTER, type PassageFilter } from './passages.queries.ts';

interface PassageFiltersProps {
  readonly filter: PassageFilter;
  readonly onChange: (filter: PassageFilter) => void;
}

const TYPING_PAUSE_MS = 300;

export function PassageFilters({ filter, onChange }: PassageFiltersProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const [plate, setPlate] = useState(filter.plate);
  useEffect(() => setPlate(filter.plate), [filter.plate]);
  const changePlate = useDebouncedCallback(
    (text: string) => onChange({ ...filter, plate: text.trim() }),
    TYPING_PAUSE_MS,
  );
  const isFiltered = Object.values(filter).some((value) => value !== '');

  return (
    <Group gap="xs" wrap="wrap">
      <TextInput
        w={230}
        size="xs"
        leftSection={<IconSearch size={15} />}
        placeholder={t('passages.filterPlate')}
        aria-label={t('passages.filterPlate')}
        value={plate}
        maxLength={40}
        onChange={(event) => {
          setPlate(event.currentTarget.value);
          changePlate(event.currentTarget.value);
        }}
      />
      <Select
        w={210}
        size="xs"
        searchable
        clearable
        placeholder={t('passages.filterCamera')}
        aria-label={t('passages.camera')}
        data={(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.cameraId === '' ? null : filter.cameraId}
        onChange={(cameraId) => onChange({ ...filter, cameraId: cameraId ?? '' })}
      />
      {(['from', 'to'] as const).map((side) => (
        <DateTimePicker
          key={side}
          w={180}
          size="xs"
          clearable
          valueFormat="DD/MM/YYYY HH:mm"
          placeholder={t(side === 'from' ? 'passages.filterFrom' : 'passages.filterTo')}
          aria-label={t(side === 'from' ? 'passages.filterFrom' : 'passages.filterTo')}
          value={filter[side] === '' ? null : `${filter[side].replace('T', ' ')}:00`}
          onChange={(value) =>
            onChange({ ...filter, [side]: value === null ? '' : value.slice(0, 16).replace(' ', 'T') })
          }
        />
      ))}
      {isFiltered && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} />}
          onClick={() => onChange(NO_FILTER)}
        >
          {t('passages.clear')}
        </Button>
      )}
    </Group>
  );
}
