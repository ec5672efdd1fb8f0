import type { StreamName } from '@thapcanh/core/camera/camera';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { LiveFeedKind } from './live-feed.ts';

/** What is asked of a live window, from the last part of the path and the query. */
export type LiveFile =
  | { readonly kind: 'playlist'; readonly blockUntil: { readonly msn: number; readonly part: number | null } | null }
  | { readonly kind: 'init'; readonly number: number }
  | { readonly kind: 'segment'; readonly msn: number }
  | { readonly kind: 'part'; readonly msn: number; readonly k: number }
  | { readonly kind: 'feed'; readonly feed: LiveFeedKind }
  | { readonly kind: 'picture'; readonly atMs: number };

/** What a window answers at once; a feed goes on for as long as it is read, a picture is decoded. */
export type LiveMediaFile = Exclude<LiveFile, { kind: 'feed' | 'picture' }>;

export interface LiveRequest {
  readonly cameraId: CameraId;
  readonly stream: StreamName;
  readonly fileName: string;
  readonly file: LiveFile;
}

const PATH = /^\/live\/([^/]+)\/(main|sub)\/([a-z0-9.-]{1,64})$/;
const INTEGER = /^\d{1,15}$/;

/** Null for a path that is none of ours; a text that says what is wrong with the query. */
export function parseLiveRequest(url: string): LiveRequest | string | null {
  const [path = '', query = ''] = url.split('?', 2);
  const [, cameraText = '', streamText, fileName = ''] = PATH.exec(path) ?? [];
  const cameraId = parseCameraId(cameraText);
  if (cameraId === null || (streamText !== 'main' && streamText !== 'sub')) return null;
  const file = fileOf(fileName, new URLSearchParams(query));
  if (file === null || typeof file === 'string') return file;
  return { cameraId, stream: streamText, fileName, file };
}

function fileOf(fileName: string, query: URLSearchParams): LiveFile | string | null {
  if (fileName === 'index.m3u8') return playlistFile(query);
  if (fileName !== 'picture.jpg') return mediaFile(fileName);
  const at = query.get('at') ?? '';
  return INTEGER.test(at) ? { kind: 'picture', atMs: Number(at) } : 'at is no time in milliseconds';
}

/** Delivery directives of 8216bis 6.2.5.2; anything else in the query is ignored. */
function playlistFile(query: URLSearchParams): LiveFile | string {
  const msn = query.get('_HLS_msn');
  const part = query.get('_HLS_part');
  if (msn === null) return part === null ? { kind: 'playlist', blockUntil: null } : '_HLS_part without _HLS_msn';
  if (!INTEGER.test(msn)) return '_HLS_msn is no number';
  if (part !== null && !INTEGER.test(part)) return '_HLS_part is no number';
  return { kind: 'playlist', blockUntil: { msn: Number(msn), part: part === null ? null : Number(part) } };
}

function mediaFile(fileName: string): LiveFile | null {
  if (fileName === 'parts' || fileName === 'units') return { kind: 'feed', feed: fileName };
  const [, init] = /^init-(\d{1,9})\.mp4$/.exec(fileName) ?? [];
  if (init !== undefined) return { kind: 'init', number: Number(init) };
  const [, msn] = /^seg-(\d{1,15})\.m4s$/.exec(fileName) ?? [];
  if (msn !== undefined) return { kind: 'segment', msn: Number(msn) };
  const [, partMsn, k] = /^part-(\d{1,15})-(\d{1,6})\.m4s$/.exec(fileName) ?? [];
  if (partMsn !== undefined && k !== undefined) return { kind: 'part', msn: Number(partMsn), k: Number(k) };
  return null;
}
