import { Menu, NavLink, ScrollArea } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { SessionUser } from '../api/api.ts';
import classes from './page-links.module.css';
import { isPageOpen, type Page, pagesOf } from './pages.ts';

/** What fits across a phone beside the menu of the others. */
const ACROSS = 4;

interface PageLinksProps {
  readonly user: SessionUser;
}

/** All pages in a column at the side. */
export function PageColumn({ user }: PageLinksProps) {
  return (
    <ScrollArea h="100%" scrollbarSize={4}>
      {pagesOf(user).map((page) => (
        <PageLink key={page.to} page={page} />
      ))}
    </ScrollArea>
  );
}

/** The first pages in a row at the foot of a phone, the others in a menu. */
export function PageRow({ user }: PageLinksProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const pages = pagesOf(user);
  const across = pages.length > ACROSS + 1 ? pages.slice(0, ACROSS) : pages;
  const folded = pages.slice(across.length);
  return (
    <>
      {across.map((page) => (
        <PageLink key={page.to} page={page} isAcross />
      ))}
      {folded.length > 0 && (
        <Menu position="top-end" width={220}>
          <Menu.Target>
            <NavLink
              component="button"
              type="button"
              className={classes.across ?? ''}
              active={folded.some((page) => isPageOpen(page, pathname))}
              label={<LinkLabel icon={IconDots} text={t('nav.more')} />}
            />
          </Menu.Target>
          <Menu.Dropdown>
            {folded.map((page) => (
              <Menu.Item
                key={page.to}
                component={Link}
                to={page.to}
                leftSection={<page.icon size={18} stroke={1.6} />}
                aria-current={isPageOpen(page, pathname) ? 'page' : undefined}
              >
                {t(page.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function PageLink({ page, isAcross = false }: { readonly page: Page; readonly isAcross?: boolean }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isActive = isPageOpen(page, pathname);
  return (
    <NavLink
      component={Link}
      to={page.to}
      active={isActive}
      aria-current={isActive ? 'page' : undefined}
      className={(isAcross ? classes.across : classes.link) ?? ''}
      label={<LinkLabel icon={page.icon} text={t(page.label)} />}
    />
  );
}

function LinkLabel({ icon: Icon, text }: { readonly icon: Page['icon']; readonly text: string }) {
  return (
    <span className={classes.label}>
      <Icon size={22} stroke={1.6} />
      {text}
    </span>
  );
}
