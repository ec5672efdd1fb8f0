import { Badge, Button, Group, Menu, Stack, Text, Textarea } from '@mantine/core';
import { INCIDENT_STATE_NAMES, type IncidentState, incidentStep } from '@thapcanh/core/incidents/incident-state';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident, SessionUser } from '../../api/api.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { DialogActions } from '../../shared/dialog-actions.tsx';
import { errorText } from '../../shared/query-states.tsx';
import { mayDo } from '../session/may-do.ts';
import { useIncidentChanges } from './incidents.queries.ts';

const COLORS: Readonly<Record<IncidentState, string>> = {
  new: 'red.9',
  verified: '#b5410b',
  dispatched: 'blue.9',
  'on-scene': 'violet.8',
  resolved: 'teal.9',
  closed: 'dark.4',
};

export function IncidentStateBadge({ state }: { readonly state: IncidentState }) {
  return (
    <Badge variant="filled" radius="sm" color={COLORS[state]}>
      {INCIDENT_STATE_NAMES[state][currentLanguage()]}
    </Badge>
  );
}

/** Where the incident stands and the next step; the way back for a shift lead. */
export function IncidentStateSteps({ incident, user }: { readonly incident: Incident; readonly user: SessionUser }) {
  const { t } = useTranslation();
  const { move } = useIncidentChanges(incident.id);
  const [asked, setAsked] = useState<IncidentState | null>(null);
  const [note, setNote] = useState('');
  const nameOf = (state: IncidentState) => INCIDENT_STATE_NAMES[state][currentLanguage()];
  const mayHandle = mayDo(user, 'incident.handle');
  const go = (to: IncidentState) => {
    if (incidentStep(incident.state, to)?.needsReason) {
      setNote('');
      setAsked(to);
    } else move.mutate({ to });
  };
  const close = () => setAsked(null);
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <IncidentStateBadge state={incident.state} />
        {mayHandle &&
          incident.nextStates.map((state, index) => (
            <Button
              key={state}
              size="compact-sm"
              variant={index === 0 ? 'filled' : 'default'}
              loading={move.isPending}
              onClick={() => go(state)}
              data-step={state}
            >
              {nameOf(state)}
            </Button>
          ))}
        {mayDo(user, 'incident.lead') && incident.backStates.length > 0 && (
          <Menu>
            <Menu.Target>
              <Button size="compact-sm" variant="subtle" color="gray">
                {t('incidents.back')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {incident.backStates.map((state) => (
                <Menu.Item key={state} onClick={() => go(state)}>
                  {nameOf(state)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {move.isError && asked === null && (
        <Text size="sm" c="red.4" role="alert">
          {errorText(move.error, t('common.offline'))}
        </Text>
      )}
      {asked !== null && (
        <Dialog opened onClose={close} title={nameOf(asked)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              move.mutate({ to: asked, note }, { onSuccess: close });
            }}
          >
            <Stack gap="sm">
              <Textarea
                label={t('incidents.reason')}
                required
                minLength={3}
                maxLength={1_000}
                data-autofocus
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <DialogActions
                failure={move.isError ? errorText(move.error, t('common.offline')) : null}
                isPending={move.isPending}
                onCancel={close}
              />
            </Stack>
          </form>
        </Dialog>
      )}
    </Stack>
  );
}
