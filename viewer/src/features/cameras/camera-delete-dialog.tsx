import { useTranslation } from 'react-i18next';
import type { Camera } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { useDeleteCamera } from './camera-mutations.ts';

export function CameraDeleteDialog({ camera, onClose }: { readonly camera: Camera; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = camera;
  const remove = useDeleteCamera();
  const title = t('cameras.deleteTitle', { name });
  const done = t('cameras.deleted', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('cameras.deleteHint')} />;
}
