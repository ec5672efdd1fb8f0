import { useTranslation } from 'react-i18next';
import type { CameraGroup } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { useDeleteGroup } from './storage.queries.ts';

export function GroupDeleteDialog({ group, onClose }: { readonly group: CameraGroup; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, name } = group;
  const remove = useDeleteGroup();
  const title = t('storage.group.deleteTitle', { name });
  const done = t('storage.group.deleted', { name });
  return <DeleteDialog {...{ title, done, id, remove, onClose }} explanation={t('storage.group.deleteHint')} />;
}
