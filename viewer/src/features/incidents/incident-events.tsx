import { Stack, Text } from '@mantine/core';
import { INCIDENT_STATE_NAMES, INCIDENT_STATES } from '@thapcanh/core/incidents/incident-state';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatDateTime } from '../../shared/format-time.ts';

const KINDS = [
  'created',
  'state',
  'note',
  'edited',
  'camera-added',
  'camera-removed',
  'checked',
  'unchecked',
  'assigned',
  'assignment-acknowledged',
  'unassigned',
  'merged',
  'took-in',
  'alarm',
] as const;

/** The course of events, newest first. */
export function IncidentEvents({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation();
  return (
    <Stack component="ol" gap={8} mt="sm" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {[...incident.events].reverse().map((event) => {
        const kind = KINDS.find((known) => known === event.kind) ?? 'note';
        const to = INCIDENT_STATES.find((state) => state === event.details.to);
        return (
          <li key={event.id} data-event={event.kind}>
            <Text size="xs" c="dark.1">
              {formatDateTime(event.at)} · {event.author}
            </Text>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {kind === 'note' ? event.text : t(`incidents.events.${kind}`)}
              {to !== undefined && ` ${INCIDENT_STATE_NAMES[to][currentLanguage()]}`}
              {kind !== 'note' && event.text !== '' && `: ${event.text}`}
            </Text>
          </li>
        );
      })}
    </Stack>
  );
}
