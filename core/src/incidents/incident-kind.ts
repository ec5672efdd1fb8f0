import type { AlarmSeverity } from '../alarms/alarm-kind.ts';
import type { LocalText } from '../errors/app-error.ts';

export const INCIDENT_KINDS = [
  'accident',
  'racing',
  'disorder',
  'encroachment',
  'soliciting',
  'fire',
  'other',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** Where an incident comes from; `call`: 113, 114, 115 or 1022. */
export const INCIDENT_SOURCES = ['operator', 'alarm', 'citizen-report', 'call'] as const;
export type IncidentSource = (typeof INCIDENT_SOURCES)[number];

/** Names, and how grave each is unless somebody says otherwise. */
export const INCIDENT_KIND_NAMES: Readonly<Record<IncidentKind, LocalText & { readonly severity: AlarmSeverity }>> = {
  accident: { vi: 'Tai nạn giao thông', en: 'Road accident', severity: 3 },
  racing: { vi: 'Đua xe, nẹt pô', en: 'Street racing', severity: 3 },
  disorder: { vi: 'Gây rối trật tự công cộng', en: 'Public disorder', severity: 3 },
  encroachment: { vi: 'Lấn chiếm lòng đường, vỉa hè', en: 'Encroachment of road or pavement', severity: 1 },
  soliciting: { vi: 'Chèo kéo, đeo bám du khách', en: 'Soliciting of tourists', severity: 1 },
  fire: { vi: 'Cháy, nổ', en: 'Fire or explosion', severity: 4 },
  other: { vi: 'Vụ việc khác', en: 'Other incident', severity: 2 },
};
