import { type FaultSwitches, parseFaultSwitches } from './fault-switches.ts';

/** An RTSP request URI taken apart. */
export interface StreamUri {
  /** `gate-car/main`: no leading or trailing slash, no track. */
  readonly streamPath: string;
  readonly host: string;
  /** With the question mark, or empty. */
  readonly query: string;
  readonly faults: FaultSwitches;
}

export const TRACK_NAME = 'trackID=0';

/** Reads a request URI; null when it is none. A track name is taken off wherever a client's URL joining put it. */
export function parseStreamUri(uri: string): StreamUri | null {
  const trackless = uri.replace(/\/trackID=0\/?(?=$|\?)/, '');
  if (!/^rtsp:\/\//i.test(trackless) || !URL.canParse(trackless)) return null;
  const url = new URL(trackless);
  return {
    streamPath: url.pathname.replace(/^\/+|\/+$/g, ''),
    host: url.host,
    query: url.search,
    faults: parseFaultSwitches(url.searchParams),
  };
}
