/**
 * The URL for SETUP or PLAY from an `a=control` value and the base (RFC 2326 C.1.1). Cameras append the control to
 * the base text, query included, and expect the same back: RFC 3986 resolution would lose the query or the last segment.
 */
export function resolveControl(base: string, control: string | null): string {
  if (control === null || control === '*' || control === '') return base;
  if (/^rtsp:\/\//i.test(control)) return control;
  return base.endsWith('/') || control.startsWith('/')
    ? `${base.replace(/\/$/, '')}/${control.replace(/^\//, '')}`
    : `${base}/${control}`;
}
