import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Camera } from '../../api/api.ts';
import { errorText } from '../../shared/query-states.tsx';
import { useSession } from '../session/session.queries.ts';
import { useMarkCamera } from './console.queries.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** What keys do with the camera of a tile: a picture of it, a mark, an incident. */
export function useTileActions() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const mark = useMarkCamera();
  const failed = (error: unknown) =>
    notifications.show({ color: 'orange', message: errorText(error, t('common.offline')) });

  return {
    bookmark: (camera: Camera) =>
      mark.mutate(
        { cameraId: camera.id, kind: 'bookmark' },
        {
          onSuccess: () => notifications.show({ color: 'teal', message: t('walls.marked', { name: camera.name }) }),
          onError: failed,
        },
      ),
    /** Written down before the picture is there: without that there is none. */
    snapshot: (camera: Camera, video: HTMLVideoElement | null) =>
      mark.mutate(
        { cameraId: camera.id, kind: 'snapshot' },
        {
          onSuccess: () =>
            void takeSnapshot(video, camera, session.data?.displayName ?? '').then((isTaken) =>
              notifications.show(
                isTaken
                  ? { color: 'teal', message: t('walls.snapshotTaken', { name: camera.name }) }
                  : { color: 'orange', message: t('walls.snapshotNone') },
              ),
            ),
          onError: failed,
        },
      ),
    incident: (camera: Camera) => void navigate(`/incidents/new?camera=${camera.id}&at=${new Date().toISOString()}`),
  };
}
