import { Code, Text } from '@mantine/core';
import { isPurpose } from '@thapcanh/core/people/purpose';
import { ROLES } from '@thapcanh/core/people/role';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api/api.ts';
import { enAuditFields } from '../../i18n/en-audit-fields.ts';
import { formatDateTime } from '../../shared/format-time.ts';
import { deviceName } from '../sessions/device-name.ts';
import { type AuditLine, auditLines } from './audit-lines.ts';
import { useAuditNames } from './use-audit-names.ts';

type Field = keyof typeof enAuditFields.fields;
type Reason = keyof typeof enAuditFields.reasons;
type Picture = keyof typeof enAuditFields.pictures;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const isField = (text: string): text is Field => Object.hasOwn(enAuditFields.fields, text);
const isReason = (text: string): text is Reason => Object.hasOwn(enAuditFields.reasons, text);
const isPicture = (text: string): text is Picture => Object.hasOwn(enAuditFields.pictures, text);

/** What an entry tells, in words; as it is stored under a fold. */
export function AuditDetails({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const say = useAuditValue();
  const lines = auditLines(entry.details);
  if (Object.keys(entry.details).length === 0) return null;
  return (
    <>
      {lines.map((line) => (
        <Text key={`${line.isBefore}${line.field}`} size="sm" td={line.isBefore ? 'line-through' : undefined}>
          <Text span size="xs" c="dark.1">
            {isField(line.field) ? t(`audit.fields.${line.field}`) : line.field}:{' '}
          </Text>
          {say(line)}
        </Text>
      ))}
      <details>
        <Text component="summary" size="xs" c="dark.1" style={{ cursor: 'pointer' }}>
          {t('audit.raw')}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap' }}>
          {JSON.stringify(entry.details, null, 1)}
        </Code>
      </details>
    </>
  );
}

function useAuditValue(): (line: AuditLine) => string {
  const { t } = useTranslation();
  const names = useAuditNames();
  const one = (field: string, value: string | number): string => {
    if (typeof value === 'number') return String(value);
    if (isPurpose(value)) return t(`audit.purposes.${value}`);
    const role = ROLES.find((known) => known === value);
    if (field === 'role' && role !== undefined) return t(`session.roles.${role}`);
    if (field === 'reason' && isReason(value)) return t(`audit.reasons.${value}`);
    if (field === 'picture' && isPicture(value)) return t(`audit.pictures.${value}`);
    if (field === 'userAgent') return deviceName(value);
    return INSTANT.test(value) ? formatDateTime(value) : names(field, value);
  };
  return ({ field, value }) => {
    if (value === null) return t('audit.values.none');
    if (typeof value === 'boolean') return t(value ? 'audit.values.yes' : 'audit.values.no');
    if (field === 'sessions' && typeof value === 'object') return String(value.length);
    return typeof value === 'object' ? value.map((item) => one(field, item)).join(', ') : one(field, value);
  };
}
