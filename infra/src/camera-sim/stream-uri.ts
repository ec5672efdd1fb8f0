import { type FaultSwitches, parseFaultSwitches } from './fault-switches.ts';

/** An RTSP request URI taken apart. */
export interface StreamUri {
  /** `gate-car/main`: no leading or trailing slash, no track. */
  readonly streamPath: string;
  /** The one named, video when none is. */
  readonly trackId: TrackId;
  readonly scheme: 'rtsp' | 'rtsps';
  readonly host: string;
  /** With the question mark, or empty. */
  readonly query: string;
  readonly faults: FaultSwitches;
}

export type TrackId = 0 | 1;

export const VIDEO_TRACK: TrackId = 0;
export const SOUND_TRACK: TrackId = 1;

/** What stands in `a=control`. */
export function trackName(trackId: TrackId): string {
  return `trackID=${trackId}`;
}

/** Reads a request URI; null when it is none. A track name is taken off wherever a client's URL joining put it. */
export function parseStreamUri(uri: string): StreamUri | null {
  const track = /\/trackID=([01])\/?(?=$|\?)/.exec(uri);
  const trackless = track === null ? uri : uri.slice(0, track.index) + uri.slice(track.index + track[0].length);
  if (!/^rtsps?:\/\//i.test(trackless) || !URL.canParse(trackless)) return null;
  const url = new URL(trackless);
  return {
    streamPath: url.pathname.replace(/^\/+|\/+$/g, ''),
    trackId: track?.[1] === '1' ? SOUND_TRACK : VIDEO_TRACK,
    scheme: url.protocol === 'rtsps:' ? 'rtsps' : 'rtsp',
    host: url.host,
    query: url.search,
    faults: parseFaultSwitches(url.searchParams),
  };
}
