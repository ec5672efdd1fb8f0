import { Button, Center, Loader } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Route, Routes, useLocation } from 'react-router';
import { AlarmsPage } from '../features/alarms/alarms-page.tsx';
import { AreasPage } from '../features/areas/areas-page.tsx';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { CameraPage } from '../features/camera/camera-page.tsx';
import { CamerasPage } from '../features/cameras/cameras-page.tsx';
import { CoveragePage } from '../features/coverage/coverage-page.tsx';
import { HealthPage } from '../features/health/health-page.tsx';
import { IncidentPage } from '../features/incidents/incident-page.tsx';
import { IncidentsPage } from '../features/incidents/incidents-page.tsx';
import { NewIncidentPage } from '../features/incidents/new-incident-page.tsx';
import { LiveWallPage } from '../features/live-wall/live-wall-page.tsx';
import { MapPage } from '../features/map/map-page.tsx';
import { PassagesPage } from '../features/passages/passages-page.tsx';
import { PublicReports } from '../features/reports/public-reports.tsx';
import { ReportsPage } from '../features/reports/reports-page.tsx';
import { LoginPage } from '../features/session/login-page.tsx';
import { mayDo } from '../features/session/may-do.ts';
import { useSession } from '../features/session/session.queries.ts';
import { StoragePage } from '../features/storage/storage-page.tsx';
import { UsersPage } from '../features/users/users-page.tsx';
import { Kiosk } from '../features/walls/kiosk.tsx';
import { WallPage } from '../features/walls/wall-page.tsx';
import { WallsPage } from '../features/walls/walls-page.tsx';
import { EmptyState, ErrorPanel } from '../shared/query-states.tsx';
import { Shell } from './app-shell.tsx';

export function App() {
  const { pathname } = useLocation();
  // Neither the computer of a wall's screen nor a citizen who reports something logs in.
  if (!pathname.startsWith('/kiosk/') && !/^\/report(\/|$)/.test(pathname)) return <PeoplesApp />;
  return (
    <Routes>
      <Route path="report/*" element={<PublicReports />} />
      <Route path="kiosk/:wallId/:screenId" element={<Kiosk />} />
    </Routes>
  );
}

function PeoplesApp() {
  const session = useSession();
  if (session.isPending) {
    return (
      <Center mih="100vh">
        <Loader />
      </Center>
    );
  }
  if (session.isError && session.data === undefined) {
    return (
      <Center mih="100vh">
        <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    );
  }
  const user = session.data ?? null;
  if (user === null) return <LoginPage />;
  if (user.screen !== undefined)
    return <Navigate to={`/kiosk/${user.screen.wallId}/${user.screen.screenId}`} replace />;
  return (
    <Routes>
      <Route element={<Shell user={user} />}>
        <Route index element={<LiveWallPage />} />
        <Route path="cameras" element={<CamerasPage />} />
        <Route path="cameras/:id" element={<CameraPage />} />
        <Route path="coverage" element={<CoveragePage />} />
        <Route path="health" element={<HealthPage />} />
        <Route path="map" element={<MapPage />} />
        {mayDo(user, 'report.view') && <Route path="reports" element={<ReportsPage />} />}
        <Route path="passages" element={<PassagesPage />} />
        {mayDo(user, 'alarm.view') && <Route path="alarms" element={<AlarmsPage />} />}
        {mayDo(user, 'incident.view') && <Route path="incidents" element={<IncidentsPage />} />}
        {mayDo(user, 'incident.handle') && <Route path="incidents/new" element={<NewIncidentPage />} />}
        {mayDo(user, 'incident.view') && <Route path="incidents/:id" element={<IncidentPage />} />}
        {mayDo(user, 'storage.view') && <Route path="storage" element={<StoragePage />} />}
        {mayDo(user, 'area.manage') && <Route path="areas" element={<AreasPage />} />}
        {mayDo(user, 'user.manage') && <Route path="users" element={<UsersPage />} />}
        {mayDo(user, 'audit.view') && <Route path="audit" element={<AuditPage />} />}
        {mayDo(user, 'wall.view') && <Route path="walls" element={<WallsPage />} />}
        {mayDo(user, 'wall.view') && <Route path="walls/:id" element={<WallPage />} />}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconMapPinOff}
      title={t('common.notFound')}
      action={
        <Button component={Link} to="/" variant="light" size="xs">
          {t('common.backToWall')}
        </Button>
      }
    />
  );
}
