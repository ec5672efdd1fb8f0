import { Center, Loader, Stack, Text, Title } from '@mantine/core';
import { IconDeviceTvOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api } from '../../api/api.ts';
import { LiveEventsProvider, useIsConnected } from '../../api/live-events.tsx';
import { EmptyState, errorText } from '../../shared/query-states.tsx';
import { useSession } from '../session/session.queries.ts';
import classes from './kiosk.module.css';
import { PanelGrid } from './panel-grid.tsx';
import { useWall } from './walls.queries.ts';

const RETRY_MS = 5_000;

/** `#key=` of the address with which a screen is set up. */
function keyInAddress(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('key');
}

/**
 * `/kiosk/WALL/SCREEN`: renders what the server says, and nothing else. It joins by itself with its key, whenever it has
 * no session: nobody has a mouse there.
 */
export function Kiosk() {
  const { wallId = '', screenId = '' } = useParams();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const session = useSession();
  const [failure, setFailure] = useState<unknown>(null);
  const user = session.data ?? null;
  const isStranger = user?.screen !== undefined && (user.screen.wallId !== wallId || user.screen.screenId !== screenId);
  const isWanted = !session.isPending && (user === null || isStranger);

  useEffect(() => {
    if (!isWanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const join = async () => {
      try {
        const key = keyInAddress();
        const body = { wallId, screenId, ...(key === null ? {} : { key }) };
        const joined = await dataOf(api.POST('/api/v1/kiosk/session', { body }));
        if (isOver) return;
        // The key stays in a cookie that no script can read.
        if (key !== null) window.history.replaceState(null, '', window.location.pathname);
        setFailure(null);
        queries.setQueryData(['session'], joined.user);
      } catch (error) {
        if (isOver) return;
        setFailure(error);
        timer = setTimeout(() => void join(), RETRY_MS);
      }
    };
    void join();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isWanted, wallId, screenId, queries]);

  if (user === null || isStranger) {
    return (
      <Center mih="100vh" bg="dark.9">
        <Stack align="center" maw={520}>
          <Loader />
          <Title order={1} size="h4">
            {t('walls.kiosk.joining')}
          </Title>
          {failure !== null && (
            <Text role="alert" ta="center" c="orange.4">
              {errorText(failure, t('common.offline'))}
            </Text>
          )}
        </Stack>
      </Center>
    );
  }
  return (
    <LiveEventsProvider>
      <Screen wallId={wallId} screenId={screenId} />
    </LiveEventsProvider>
  );
}

function Screen({ wallId, screenId }: { readonly wallId: string; readonly screenId: string }) {
  const { t } = useTranslation();
  const wall = useWall(wallId);
  const isConnected = useIsConnected();
  const screen = wall.data?.screens.find(({ id }) => id === screenId);
  if (wall.data === undefined) {
    return (
      <Center mih="100vh">
        {wall.isError ? <Text role="alert">{errorText(wall.error, t('common.offline'))}</Text> : <Loader />}
      </Center>
    );
  }
  if (screen === undefined) return <EmptyState icon={IconDeviceTvOff} title={t('walls.kiosk.noScreen')} />;
  return (
    <main className={classes.screen} data-preset={wall.data.preset} aria-label={`${wall.data.name} / ${screen.name}`}>
      <PanelGrid wall={wall.data} screen={screen} />
      {!isConnected && (
        <div className={classes.lost} role="alert">
          {t('common.offline')}
        </div>
      )}
      {wall.data.alarmsWaiting > 0 && (
        <div className={classes.waiting} role="status">
          {t('walls.alarmsWaiting', { value: wall.data.alarmsWaiting })}
        </div>
      )}
    </main>
  );
}
