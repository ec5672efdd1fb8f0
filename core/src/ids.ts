/**
 * Branded identifiers: a string that was parsed as one kind of id cannot be passed where another kind is wanted.
 * Every `parse*` returns null for text that is not such an id; nothing else may create one from untrusted text.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Lower-case slug of 1-40 characters, safe in a URL path and in a file name: `gate-car`. */
export type CameraId = Branded<'CameraId'>;
/** UUID. */
export type RecordingId = Branded<'RecordingId'>;
/** UUID. */
export type PassageId = Branded<'PassageId'>;
/** UUID. */
export type UserId = Branded<'UserId'>;

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const parser =
  <Id extends string>(pattern: RegExp) =>
  (text: string): Id | null =>
    pattern.test(text) ? (text as Id) : null;

export const parseCameraId = parser<CameraId>(SLUG);
export const parseRecordingId = parser<RecordingId>(UUID);
export const parsePassageId = parser<PassageId>(UUID);
export const parseUserId = parser<UserId>(UUID);
