import { ActionIcon, AppShell, Badge, Group, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconDevices, IconKeyboard, IconLogout, IconPassword, IconShieldLock, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import type { SessionUser } from '../api/api.ts';
import { LiveEventsProvider, useIsConnected } from '../api/live-events.tsx';
import { AlarmBell } from '../features/alarms/alarm-bell.tsx';
import { FactorDialog } from '../features/factor/factor-dialog.tsx';
import { mayDo } from '../features/session/may-do.ts';
import { PasswordDialog } from '../features/session/password-dialog.tsx';
import { useLogout } from '../features/session/session.queries.ts';
import { OwnSessionsDialog } from '../features/sessions/own-sessions-dialog.tsx';
import { formatDateTime } from '../shared/format-time.ts';
import { KeyHelp, useGlobalKeys } from '../shared/key-help.tsx';
import { LanguageSwitch } from '../shared/language-switch.tsx';
import { useWallNow } from '../shared/use-now.ts';
import { PageBoundary } from './page-boundary.tsx';
import { PageColumn, PageRow } from './page-links.tsx';

/** The frame around every page: navigation, clock, connection, account. */
export function Shell({ user }: { readonly user: SessionUser }) {
  return (
    <LiveEventsProvider>
      <Frame user={user} />
    </LiveEventsProvider>
  );
}

function Frame({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const isConnected = useIsConnected();
  const isAdmin = mayDo(user, 'storage.view');
  useGlobalKeys(isAdmin, () => setIsHelpOpen((before) => !before));
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 88, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 58, sm: 0 } }}
      padding={0}
    >
      <AppShell.Header bg="dark.6" style={{ borderColor: 'var(--tc-line)' }}>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <img src="/favicon.svg" alt="" width={30} height={30} />
            <Text fw={700}>{t('app.name')}</Text>
            {!isConnected && (
              <Badge color="red.9" variant="filled" role="alert">
                {t('common.offline')}
              </Badge>
            )}
          </Group>
          <Group gap="md" wrap="nowrap">
            <Clock />
            <AlarmBell user={user} />
            <Tooltip label={`${t('help.title')} (?)`}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => setIsHelpOpen(true)}
                aria-label={t('help.title')}
              >
                <IconKeyboard size={20} />
              </ActionIcon>
            </Tooltip>
            <LanguageSwitch />
            <AccountMenu user={user} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="dark.6" p={6} visibleFrom="sm" style={{ borderColor: 'var(--tc-line)' }}>
        <PageColumn user={user} />
      </AppShell.Navbar>
      <AppShell.Main style={{ height: '100dvh' }}>
        <div style={{ height: '100%', overflow: 'auto' }}>
          <PageBoundary key={pathname}>
            <Outlet />
          </PageBoundary>
        </div>
      </AppShell.Main>
      <AppShell.Footer bg="dark.6" hiddenFrom="sm" style={{ borderColor: 'var(--tc-line)' }}>
        <Group gap={0} wrap="nowrap" h="100%" component="nav">
          <PageRow user={user} />
        </Group>
      </AppShell.Footer>
      <KeyHelp isOpen={isHelpOpen} isAdmin={isAdmin} onClose={() => setIsHelpOpen(false)} />
    </AppShell>
  );
}

function Clock() {
  const nowMs = useWallNow(1_000);
  return (
    <Text size="sm" c="dark.1" visibleFrom="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
      {formatDateTime(nowMs)}
    </Text>
  );
}

function AccountMenu({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation();
  const logout = useLogout();
  const [isProving, setIsProving] = useState(user.mustAddFactor && !user.mustChangePassword);
  const [isListing, setIsListing] = useState(false);
  const [isChanging, setIsChanging] = useState(user.mustChangePassword);
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <UnstyledButton aria-label={user.displayName}>
            <Group gap={6} wrap="nowrap">
              <IconUser size={18} />
              <Text size="sm" visibleFrom="sm">
                {user.displayName}
              </Text>
            </Group>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {user.roles.map((role) => t(`session.roles.${role}`)).join(', ') || t('session.noRole')}
          </Menu.Label>
          <Menu.Item leftSection={<IconPassword size={16} />} onClick={() => setIsChanging(true)}>
            {t('session.changePassword')}
          </Menu.Item>
          <Menu.Item leftSection={<IconShieldLock size={16} />} onClick={() => setIsProving(true)}>
            {t('factor.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDevices size={16} />} onClick={() => setIsListing(true)}>
            {t('people.ownSessions')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => logout.mutate()}>
            {t('session.logout')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isProving && <FactorDialog onClose={() => setIsProving(false)} />}
      {isListing && <OwnSessionsDialog onClose={() => setIsListing(false)} />}
      <PasswordDialog isOpen={isChanging} onClose={() => setIsChanging(false)} />
    </>
  );
}
