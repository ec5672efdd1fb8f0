import { Group, Skeleton, Title } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isProblem } from '../../api/api.ts';
import { EmptyState, ErrorPanel } from '../../shared/query-states.tsx';
import { SeverityBadge } from '../alarms/severity-badge.tsx';
import { useCameras } from '../cameras/cameras.queries.ts';
import { useSession } from '../session/session.queries.ts';
import classes from './incident.module.css';
import { IncidentSide } from './incident-side.tsx';
import { useIncident, useIncidentChanges } from './incidents.queries.ts';
import { SyncPlayerView } from './sync-player-view.tsx';

/** One incident: its cameras by one clock, and the work on it. */
export function IncidentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const incident = useIncident(id);
  const cameras = useCameras();
  const session = useSession();
  const { mutate: markRead } = useIncidentChanges(id).markRead;
  const newest = incident.data?.events.at(-1)?.id ?? null;
  const isUnread = incident.data?.isUnread ?? false;
  useEffect(() => {
    if (newest !== null && isUnread) markRead();
  }, [newest, isUnread, markRead]);

  if (incident.isError && incident.data === undefined) {
    if (isProblem(incident.error, 404)) return <EmptyState icon={IconAlertOctagon} title={t('incidents.notFound')} />;
    return <ErrorPanel error={incident.error} onRetry={() => void incident.refetch()} />;
  }
  const user = session.data ?? null;
  if (incident.data === undefined || user === null) return <Skeleton h={400} m="md" />;
  return (
    <div className={classes.page} data-incident={incident.data.number}>
      <section className={classes.main}>
        <Group gap="sm" wrap="nowrap">
          <SeverityBadge severity={incident.data.severity} />
          <Title order={1} size="h4" lineClamp={1}>
            #{incident.data.number} {incident.data.title}
          </Title>
        </Group>
        {incident.data.cameras.length === 0 ? (
          <EmptyState icon={IconAlertOctagon} title={t('incidents.noCameras')} hint={t('incidents.noCamerasHint')} />
        ) : (
          <SyncPlayerView key={id} incident={incident.data} cameras={cameras.data ?? []} />
        )}
      </section>
      <aside className={classes.side}>
        <IncidentSide incident={incident.data} cameras={cameras.data ?? []} user={user} />
      </aside>
    </div>
  );
}
