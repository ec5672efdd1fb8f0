import { useTranslation } from 'react-i18next';
import { errorText } from '../../shared/query-states.tsx';
import { ReasonDialog } from '../../shared/reason-dialog.tsx';
import { useStoreDecision } from './storage.queries.ts';

interface StoreDecisionDialogProps {
  readonly kind: 'close' | 'accept';
  readonly nodeId: string;
  readonly onClose: () => void;
}

/** Says what lets deletion go on at a node, and asks what was found before it does. */
export function StoreDecisionDialog({ kind, nodeId, onClose }: StoreDecisionDialogProps) {
  const { t } = useTranslation();
  const decide = useStoreDecision(kind);
  return (
    <ReasonDialog
      title={t(`storage.decisions.${kind}.title`, { node: nodeId })}
      explanation={t(`storage.decisions.${kind}.meaning`)}
      label={t('storage.found')}
      hint={t('storage.foundHint')}
      submit={t(`storage.decisions.${kind}.submit`)}
      color="orange.9"
      failure={decide.isError ? errorText(decide.error, t('common.offline')) : null}
      isPending={decide.isPending}
      onClose={onClose}
      onSubmit={(note) => decide.mutate({ nodeId, note }, { onSuccess: onClose })}
    />
  );
}
