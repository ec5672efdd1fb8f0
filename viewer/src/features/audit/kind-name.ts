import { AUDIT_KINDS, type AuditKind } from '@thapcanh/core/people/audit-kind';
import { useTranslation } from 'react-i18next';

type Dashed<Text extends string> = Text extends `${infer What}.${infer Did}` ? `${What}-${Did}` : Text;

/** A dot would be a level of the texts. */
const keyOf = (kind: AuditKind) => kind.replace('.', '-') as Dashed<AuditKind>;

export const isKind = (text: string | null): text is AuditKind => AUDIT_KINDS.some((kind) => kind === text);

/** What was done, in words. */
export function useKindName(): (kind: AuditKind) => string {
  const { t } = useTranslation();
  return (kind) => t(`audit.kinds.${keyOf(kind)}`);
}
