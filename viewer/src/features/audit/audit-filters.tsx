import { Group, Select, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import { AUDIT_KINDS } from '@thapcanh/core/people/audit-kind';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../cameras/cameras.queries.ts';
import type { AuditFilter } from './audit.queries.ts';
import { isKind, useKindName } from './kind-name.ts';

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

const TYPING_PAUSE_MS = 300;

export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const { t } = useTranslation();
  const cameras = useCameras();
  const nameOf = useKindName();
  const [person, setPerson] = useState(filter.actorName);
  useEffect(() => setPerson(filter.actorName), [filter.actorName]);
  const changePerson = useDebouncedCallback(
    (text: string) => onChange({ ...filter, actorName: text.trim() }),
    TYPING_PAUSE_MS,
  );
  return (
    <Group gap="xs">
      <TextInput
        size="xs"
        w={150}
        placeholder={t('audit.filterPerson')}
        aria-label={t('audit.filterPerson')}
        value={person}
        maxLength={100}
        onChange={(event) => {
          setPerson(event.currentTarget.value);
          changePerson(event.currentTarget.value);
        }}
      />
      <Select
        size="xs"
        w={190}
        searchable
        clearable
        placeholder={t('audit.filterKind')}
        aria-label={t('audit.what')}
        value={filter.kind}
        onChange={(value) => onChange({ ...filter, kind: isKind(value) ? value : null })}
        data={AUDIT_KINDS.map((one) => ({ value: one, label: nameOf(one) }))}
      />
      <Select
        size="xs"
        w={190}
        searchable
        clearable
        placeholder={t('passages.filterCamera')}
        aria-label={t('passages.camera')}
        value={filter.cameraId}
        onChange={(cameraId) => onChange({ ...filter, cameraId })}
        data={(cameras.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {(['from', 'to'] as const).map((side) => (
        <DateTimePicker
          key={side}
          w={160}
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
    </Group>
  );
}
