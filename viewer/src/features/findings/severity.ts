import type { CameraFinding } from '../../api/api.ts';

export type Severity = CameraFinding['severity'];

const ORDER: readonly Severity[] = ['serious', 'warning', 'info'];

export const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  serious: 'red',
  warning: 'yellow',
  info: 'gray',
};

/** The gravest severity among findings; null without any. */
export function worstOf(findings: readonly { readonly severity: Severity }[]): Severity | null {
  return ORDER.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}

/** The gravest first, in the given order within a severity. */
export function bySeverity<T extends { readonly severity: Severity }>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
