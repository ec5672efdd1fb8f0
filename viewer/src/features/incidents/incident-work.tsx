import { ActionIcon, Badge, Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Camera, Incident } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useIncidentChanges, useIncidents, useUnits } from './incidents.queries.ts';

interface IncidentWorkProps {
  readonly incident: Incident;
  readonly cameras: readonly Camera[];
  readonly mayHandle: boolean;
}

/** The checklist, who was sent, which cameras belong to it, and merging. */
export function IncidentWork({ incident, cameras, mayHandle }: IncidentWorkProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changes = useIncidentChanges(incident.id);
  const units = useUnits(mayHandle);
  const others = useIncidents({ state: 'active', q: '', isMine: false });
  const [into, setInto] = useState<string | null>(null);
  const language = currentLanguage();
  const failure = Object.values(changes).find(({ isError }) => isError)?.error ?? null;
  const mergeable = (others.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) => id !== incident.id);
  return (
    <Stack gap="md">
      {failure !== null && (
        <Text size="sm" c="red.4" role="alert">
          {errorText(failure, t('common.offline'))}
        </Text>
      )}
      <Stack gap={6}>
        <Title order={3} size="h6">
          {t('incidents.checklist')}
        </Title>
        {incident.checklist.map(({ item, text, doneAt, doneBy }) => (
          <Checkbox
            key={item}
            size="xs"
            label={text[language]}
            description={doneBy}
            checked={doneAt !== null}
            disabled={!mayHandle}
            onChange={(event) => changes.check.mutate({ item, isDone: event.currentTarget.checked })}
            data-item={item}
          />
        ))}
      </Stack>
      <Stack gap={6}>
        <Title order={3} size="h6">
          {t('incidents.units')}
        </Title>
        {incident.assignments.map((each) => (
          <Group key={each.id} justify="space-between" wrap="nowrap">
            <Group gap={6}>
              <Text size="sm">{each.name}</Text>
              <Badge size="sm" variant="filled" color={each.acknowledgedAt === null ? '#b5410b' : 'teal.9'}>
                {t(each.acknowledgedAt === null ? 'incidents.waiting' : 'incidents.acknowledged')}
              </Badge>
            </Group>
            <Group gap={4}>
              {each.isMine && each.acknowledgedAt === null && (
                <Button size="compact-xs" onClick={() => changes.acknowledge.mutate(each.id)}>
                  {t('incidents.acknowledge')}
                </Button>
              )}
              {mayHandle && (
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('incidents.unassign', { name: each.name })}
                  onClick={() => changes.unassign.mutate(each.id)}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </Group>
          </Group>
        ))}
        {mayHandle && (
          <Select
            size="xs"
            searchable
            aria-label={t('incidents.assign')}
            placeholder={t('incidents.assign')}
            value={null}
            onChange={(value) => {
              const unit = (units.data ?? []).find(({ id }) => id === value);
              if (unit !== undefined) {
                changes.assign.mutate(unit.kind === 'team' ? { teamId: unit.id } : { userId: unit.id });
              }
            }}
            data={(units.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Stack>
      <Stack gap={6}>
        <Title order={3} size="h6">
          {t('incidents.cameras')}
        </Title>
        {incident.cameras.map(({ cameraId, cameraName, distanceM, heldFrom }) => (
          <Group key={cameraId} justify="space-between" wrap="nowrap">
            <Text size="sm">
              {cameraName}
              <Text span size="xs" c="dark.1">
                {distanceM !== null && ` ${distanceM} m`} {heldFrom !== null && t('incidents.held')}
              </Text>
            </Text>
            {mayHandle && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('incidents.removeCamera', { name: cameraName })}
                onClick={() => changes.removeCamera.mutate(cameraId)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {mayHandle && (
          <Select
            size="xs"
            searchable
            limit={50}
            aria-label={t('incidents.addCamera')}
            placeholder={t('incidents.addCamera')}
            value={null}
            onChange={(value) => value !== null && changes.addCamera.mutate(value)}
            data={cameras
              .filter(({ id }) => !incident.cameraIds.includes(id))
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Stack>
      {mayHandle && mergeable.length > 0 && (
        <Group gap={6} align="flex-end" wrap="nowrap">
          <Select
            size="xs"
            searchable
            style={{ flex: 1 }}
            label={t('incidents.mergeLabel')}
            value={into}
            onChange={setInto}
            data={mergeable.map(({ id, number, title }) => ({ value: id, label: `#${number} ${title}` }))}
          />
          <Button
            size="xs"
            variant="default"
            disabled={into === null}
            loading={changes.merge.isPending}
            onClick={() =>
              into !== null && changes.merge.mutate(into, { onSuccess: () => void navigate(`/incidents/${into}`) })
            }
          >
            {t('incidents.merge')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
