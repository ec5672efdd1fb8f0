import { useTranslation } from 'react-i18next';
import type { User } from '../../api/api.ts';
import { DeleteDialog } from '../../shared/delete-dialog.tsx';
import { useResetFactor } from './factor.queries.ts';

export function FactorResetDialog({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useResetFactor();
  return (
    <DeleteDialog
      title={t('factor.resetTitle', { name: user.displayName })}
      explanation={t('factor.resetHint')}
      done={t('factor.resetDone')}
      id={user.id}
      remove={remove}
      onClose={onClose}
    />
  );
}
