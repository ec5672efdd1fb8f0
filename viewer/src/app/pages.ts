import {
  IconBell,
  IconCamera,
  IconCar,
  IconChartBar,
  IconDatabase,
  IconDeviceTv,
  IconHeartRateMonitor,
  IconHierarchy2,
  IconLayoutGrid,
  IconListSearch,
  IconMap2,
  IconMessageReport,
  IconUrgent,
  IconUsers,
} from '@tabler/icons-react';
import type { SessionUser } from '../api/api.ts';
import { mayDo } from '../features/session/may-do.ts';

/** The pages of the navigation, those of a shift first: a phone has room for four, the others fold into a menu. */
const PAGES = [
  { to: '/', icon: IconLayoutGrid, label: 'nav.wall', needs: null },
  { to: '/alarms', icon: IconBell, label: 'nav.alarms', needs: 'alarm.view' },
  { to: '/incidents', icon: IconUrgent, label: 'nav.incidents', needs: 'incident.view' },
  { to: '/map', icon: IconMap2, label: 'nav.map', needs: null },
  { to: '/reports', icon: IconMessageReport, label: 'nav.reports', needs: 'report.view' },
  { to: '/passages', icon: IconCar, label: 'nav.passages', needs: null },
  { to: '/walls', icon: IconDeviceTv, label: 'nav.walls', needs: 'wall.view' },
  { to: '/cameras', icon: IconCamera, label: 'nav.cameras', needs: null },
  { to: '/health', icon: IconHeartRateMonitor, label: 'nav.health', needs: null },
  { to: '/coverage', icon: IconChartBar, label: 'nav.coverage', needs: null },
  { to: '/storage', icon: IconDatabase, label: 'nav.storage', needs: 'storage.view' },
  { to: '/areas', icon: IconHierarchy2, label: 'nav.areas', needs: 'area.manage' },
  { to: '/users', icon: IconUsers, label: 'nav.users', needs: 'user.manage' },
  { to: '/audit', icon: IconListSearch, label: 'nav.audit', needs: 'audit.view' },
] as const;

export type Page = (typeof PAGES)[number];

/** Pages that the person may open, in the order of the navigation. */
export function pagesOf(user: SessionUser): readonly Page[] {
  return PAGES.filter(({ needs }) => needs === null || mayDo(user, needs));
}

export function isPageOpen({ to }: Page, pathname: string): boolean {
  return to === '/' ? pathname === '/' : pathname.startsWith(to);
}
