import { Anchor, Button, Group, Select, Stack, Tabs, Text, Textarea } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { INCIDENT_KIND_NAMES, INCIDENT_KINDS } from '@thapcanh/core/incidents/incident-kind';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Camera, type Incident, mediaPath, type SessionUser } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { mayDo } from '../session/may-do.ts';
import { IncidentEvents } from './incident-events.tsx';
import { IncidentStateSteps } from './incident-state-steps.tsx';
import { IncidentWork } from './incident-work.tsx';
import { useIncidentChanges } from './incidents.queries.ts';

interface IncidentSideProps {
  readonly incident: Incident;
  readonly cameras: readonly Camera[];
  readonly user: SessionUser;
}

/** What is known of an incident and what is done about it. */
export function IncidentSide({ incident, cameras, user }: IncidentSideProps) {
  const { t } = useTranslation();
  const { note, edit } = useIncidentChanges(incident.id);
  const [text, setText] = useState('');
  const language = currentLanguage();
  const mayHandle = mayDo(user, 'incident.handle') && incident.mergedInto === null;
  const { verifyS, dispatchS, arriveS, resolveS } = incident.times;
  return (
    <Stack gap="sm">
      {incident.mergedInto !== null && (
        <Anchor component={Link} to={`/incidents/${incident.mergedInto}`} size="sm">
          {t('incidents.mergedInto')}
        </Anchor>
      )}
      <IncidentStateSteps incident={incident} user={user} />
      <Select
        size="xs"
        label={t('incidents.kind')}
        value={incident.kind}
        disabled={!mayHandle}
        allowDeselect={false}
        onChange={(value) => {
          const kind = INCIDENT_KINDS.find((known) => known === value);
          if (kind !== undefined) edit.mutate({ version: incident.version, kind });
        }}
        data={INCIDENT_KINDS.map((value) => ({ value, label: INCIDENT_KIND_NAMES[value][language] }))}
      />
      <Text size="xs" c="dark.1">
        {t('incidents.facts', { at: formatDateTime(incident.occurredAt), by: incident.createdBy ?? '' })}
        {incident.place !== '' && ` · ${incident.place}`}
      </Text>
      {incident.description !== '' && <Text size="sm">{incident.description}</Text>}
      <Group gap="md">
        {(
          [
            ['verify', verifyS],
            ['dispatch', dispatchS],
            ['arrive', arriveS],
            ['resolve', resolveS],
          ] as const
        ).map(([key, seconds]) => (
          <div key={key}>
            <Text size="xs" c="dark.1">
              {t(`incidents.times.${key}`)}
            </Text>
            <Text size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
              {seconds === null ? '—' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}
            </Text>
          </div>
        ))}
      </Group>
      <Button
        component="a"
        href={mediaPath.minutes(incident.id, language)}
        target="_blank"
        rel="noreferrer"
        size="xs"
        variant="light"
        leftSection={<IconFileText size={16} />}
        data-testid="minutes"
      >
        {t('incidents.minutes')}
      </Button>
      <Tabs defaultValue="course" keepMounted={false}>
        <Tabs.List grow>
          <Tabs.Tab value="course">{t('incidents.tabs.course')}</Tabs.Tab>
          <Tabs.Tab value="work">{t('incidents.tabs.work')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="course" pt="sm">
          {mayHandle && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                note.mutate({ text }, { onSuccess: () => setText('') });
              }}
            >
              <Textarea
                size="xs"
                label={t('incidents.note')}
                autosize
                minRows={2}
                maxLength={4_000}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
              <Button type="submit" size="compact-sm" mt={6} disabled={text.trim() === ''} loading={note.isPending}>
                {t('incidents.addNote')}
              </Button>
            </form>
          )}
          <IncidentEvents incident={incident} />
        </Tabs.Panel>
        <Tabs.Panel value="work" pt="sm">
          <IncidentWork incident={incident} cameras={cameras} mayHandle={mayHandle} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
