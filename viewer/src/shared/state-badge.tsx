import { useTranslation } from 'react-i18next';
import type { TileState } from '../features/live-wall/live-state.ts';
import classes from './state-badge.module.css';

/** The honest state of a camera in one word and one colour; the dot pulses only while the picture really moves. */
export function StateBadge({ state }: { readonly state: TileState }) {
  const { t } = useTranslation();
  const text = state.kind === 'stale' ? t('state.stale', { seconds: state.seconds }) : t(`state.${state.kind}`);
  return (
    <span className={classes.badge} data-state={state.kind} role="status">
      <span className={classes.dot} />
      {text}
    </span>
  );
}
