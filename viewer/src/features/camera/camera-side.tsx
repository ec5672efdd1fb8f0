import { Badge, ScrollArea, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Camera, Passage } from '../../api/api.ts';
import { useFindings } from '../findings/findings.queries.ts';
import { FindingsPanel } from '../findings/findings-panel.tsx';
import { SEVERITY_COLORS, worstOf } from '../findings/severity.ts';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import classes from './camera-page.module.css';
import { CameraPassages } from './camera-passages.tsx';
import { PtzPanel } from './ptz-panel.tsx';

interface CameraSideProps {
  readonly camera: Camera;
  readonly passages: readonly Passage[];
  readonly onPick: (passage: Passage) => void;
}

const TABS = ['passages', 'findings', 'ptz'] as const;

/** Beside the picture: what passed, what is wrong, and the controls; `?side=` opens one of them. */
export function CameraSide({ camera, passages, onPick }: CameraSideProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const session = useSession();
  const findings = useFindings(camera.id);
  const isAdmin = mayDo(session.data, 'camera.manage');
  // Who may not see addresses is not told whether there is one: the panel says so when there is nothing to turn.
  const mayTurn = camera.onvifUrl !== null || !isAdmin;
  const wanted = TABS.find((tab) => tab === search.get('side')) ?? 'passages';
  const tab = wanted === 'ptz' && !mayTurn ? 'passages' : wanted;
  const worst = worstOf(findings.data ?? []);
  const choose = (value: string | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null || value === 'passages') after.delete('side');
        else after.set('side', value);
        return after;
      },
      { replace: true },
    );
  return (
    <Tabs
      value={tab}
      onChange={choose}
      keepMounted={false}
      className={classes.side ?? ''}
      component="aside"
      aria-label={t('camera.side')}
    >
      <Tabs.List grow>
        <Tabs.Tab value="passages">{t('camera.passages')}</Tabs.Tab>
        <Tabs.Tab
          value="findings"
          rightSection={
            worst !== null && (
              <Badge size="sm" circle variant="light" color={SEVERITY_COLORS[worst]}>
                {findings.data?.length}
              </Badge>
            )
          }
        >
          {t('findings.title')}
        </Tabs.Tab>
        {mayTurn && <Tabs.Tab value="ptz">{t('ptz.title')}</Tabs.Tab>}
      </Tabs.List>
      <ScrollArea style={{ flex: 1 }}>
        <Tabs.Panel value="passages">
          <CameraPassages passages={passages} onPick={onPick} />
        </Tabs.Panel>
        <Tabs.Panel value="findings">
          <FindingsPanel camera={camera} mayManage={isAdmin} />
        </Tabs.Panel>
        {mayTurn && (
          <Tabs.Panel value="ptz">
            <PtzPanel cameraId={camera.id} />
          </Tabs.Panel>
        )}
      </ScrollArea>
    </Tabs>
  );
}
