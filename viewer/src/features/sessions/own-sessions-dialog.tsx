import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/dialog.tsx';
import { SessionList } from './session-list.tsx';

/** Where one is logged in oneself. */
export function OwnSessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={onClose} title={t('people.ownSessions')} size="lg">
      <SessionList userId={null} />
    </Dialog>
  );
}
