import { useTranslation } from 'react-i18next';
import classes from './console.module.css';
import type { Typed } from './console-keys.ts';

/** What is being typed, so that nobody types blindly. */
export function TypedKeys({ typed }: { readonly typed: Typed | null }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      {typed !== null && (
        <div className={classes.typed}>
          {t(`walls.typed.${typed.kind}`)} <strong>{typed.digits}▏</strong>
        </div>
      )}
    </div>
  );
}
