/** What a key may be made for, as the server accepts it. */
export const KEY_SCOPES = [
  'camera.view',
  'camera.manage',
  'live.watch',
  'recording.watch',
  'coverage.view',
  'hold.manage',
  'ptz.control',
  'passage.view',
  'event.listen',
  'wall.view',
  'wall.control',
  'alarm.view',
  'alarm.handle',
  'incident.view',
  'incident.handle',
  'incident.lead',
  'report.view',
  'report.handle',
] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A dot would be a level of the texts. */
export const scopeKey = (scope: KeyScope) => scope.replace('.', '-') as Dashed<KeyScope>;

type Dashed<Text extends string> = Text extends `${infer What}.${infer Did}` ? `${What}-${Did}` : Text;
