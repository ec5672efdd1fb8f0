const MAX_URL_CHARACTERS = 2_048;

/** An RTSP address from a camera without the account some put into it; null when it is none. */
export function cleanRtspUrl(text: string): string | null {
  if (text.length > MAX_URL_CHARACTERS || !/^rtsps?:\/\/[\x21-\x7e]+$/i.test(text)) return null;
  return text.replace(/^(rtsps?:\/\/)[^/?#]*@/i, '$1');
}

function appended(base: string, control: string): string {
  const joint = base.endsWith('/') || control.startsWith('?') ? '' : '/';
  return `${base}${joint}${control.replace(/^\//, '')}`;
}

/** `/live/track1` for the base `rtsp://c/live`: the control is a path of the camera, not of the stream. */
function rooted(base: string, control: string): string | null {
  const match = /^(rtsps?:\/\/[^/]+)(\/[^?]*)?/i.exec(base);
  if (match === null || !control.startsWith('/')) return null;
  return `${match[1]}${control}`;
}

/** RFC 3986 resolution: the last segment of the base is replaced, its query lost. */
function replaced(base: string, control: string): string | null {
  const match = /^(rtsps?:\/\/[^/?]+)(\/[^?]*)/i.exec(base);
  if (match === null || /^[/?]/.test(control)) return null;
  const [, origin = '', path = '/'] = match;
  return `${origin}${path.slice(0, path.lastIndexOf('/') + 1)}${control}`;
}

/**
 * URLs to try in this order for SETUP or PLAY from an `a=control` value and the base (RFC 2326 C.1.1). Cameras append
 * the control to the base text, query included, and expect the same back; a few resolve it as RFC 3986 says.
 */
export function controlCandidates(base: string, control: string | null): readonly string[] {
  if (control === null || control === '*' || control === '') return [base];
  if (/^rtsps?:\/\//i.test(control)) return [cleanRtspUrl(control) ?? base];
  const all = [appended(base, control)];
  const root = rooted(base, control);
  if (root !== null) {
    const path = /^rtsps?:\/\/[^/]+(\/[^?]*)/i.exec(base)?.[1]?.replace(/\/$/, '') ?? '';
    if (path !== '' && control.startsWith(`${path}/`)) all.unshift(root);
    else all.push(root);
  }
  const relative = replaced(base, control);
  if (relative !== null) all.push(relative);
  return [...new Set(all)];
}
