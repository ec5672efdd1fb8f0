import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ANALYSIS_PROFILES, type AnalysisProfile } from '@thapcanh/core/camera/camera';
import { parseCameraId } from '@thapcanh/core/ids';
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail } from '../errors/storage-failure.ts';
import { isCameraAddress, shownAddress } from './camera-address.ts';
import { splitCredentials } from './camera-seed.ts';
import type { CameraSeed } from './config.ts';
import { badValue, type Expectation, missingValue, unknownKey } from './config-refusals.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const CAMERA_KEYS = ['id', 'name', 'url', 'subUrl', 'username', 'password', 'profile'] as const;
type CameraKey = (typeof CAMERA_KEYS)[number];

const EXPECTED: Record<CameraKey | 'cameras', Expectation> = {
  cameras: { vi: 'danh sách camera', en: 'a list of cameras' },
  id: {
    vi: 'mã 1-40 ký tự a-z, 0-9 và dấu -, không trùng nhau',
    en: 'an id of 1-40 characters a-z, 0-9 and -, used once',
  },
  name: { vi: 'tên camera, tối đa 120 ký tự', en: 'a camera name of at most 120 characters' },
  url: { vi: 'địa chỉ rtsp://máy:554/đường-dẫn', en: 'an address like rtsp://host:554/path' },
  subUrl: { vi: 'địa chỉ rtsp:// của luồng phụ', en: 'the rtsp:// address of the small stream' },
  username: { vi: 'một chuỗi', en: 'a text' },
  password: { vi: 'một chuỗi (đặt trong dấu nháy nếu là số)', en: 'a text (in quotes when it is a number)' },
  profile: { vi: `một trong ${ANALYSIS_PROFILES.join(', ')}`, en: `one of ${ANALYSIS_PROFILES.join(', ')}` },
};

/**
 * Reads `cameras.yaml`:
 * ```yaml
 * cameras:
 *   - id: cong-chinh
 *     name: Cổng chính
 *     url: rtsp://192.168.1.10:554/stream1
 *     subUrl: rtsp://192.168.1.10:554/stream2   # optional
 *     username: admin                           # optional, may stand in the url instead
 *     password: "..."
 *     profile: plate-gate                       # plate-gate (default) | street | none
 * ```
 * Refuses unknown keys, doubles and wrong values, addresses among them, with `TC_CONFIG_*` naming file, line and, once it
 * is known, the camera.
 */
export async function readCamerasFile(file: string): Promise<CameraSeed[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw infraError('TC_CONFIG_FILE', { path: file, detail: errorDetail(error) }, { cause: error });
  }
  return parseCamerasFile(text, path.basename(file));
}

export function parseCamerasFile(text: string, fileName: string): CameraSeed[] {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    throw infraError('TC_CONFIG_FILE', { path: fileName, detail: `> ${MAX_FILE_BYTES} bytes` });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (node: unknown): string => {
    const offset = (node as Node | null | undefined)?.range?.[0];
    return offset === undefined ? fileName : `${fileName}:${lines.linePos(offset).line}`;
  };
  const [syntax] = document.errors;
  if (syntax) {
    const line = lines.linePos(syntax.pos[0]).line;
    throw infraError('TC_CONFIG_FILE', { path: `${fileName}:${line}`, detail: syntax.message });
  }
  const root = document.contents;
  if (root === null) return [];
  if (!isMap(root)) throw missingValue(at(root), 'cameras', EXPECTED.cameras);
  for (const pair of root.items) {
    if (keyOf(pair) !== 'cameras') throw unknownKey(at(pair.key), keyOf(pair), ['cameras']);
  }
  const list = root.get('cameras', true);
  if (list === undefined) throw missingValue(at(root), 'cameras', EXPECTED.cameras);
  if (isScalar(list) && list.value === null) return [];
  if (!isSeq(list)) throw badValue(at(list), 'cameras', String(list), EXPECTED.cameras);
  const seen = new Set<string>();
  return list.items.map((item) => {
    const seed = parseCamera(item, at);
    if (seen.has(seed.id)) throw badValue(at(item), 'id', seed.id, EXPECTED.id);
    seen.add(seed.id);
    return seed;
  });
}

function parseCamera(item: unknown, at: (node: unknown) => string): CameraSeed {
  if (!isMap(item)) throw badValue(at(item), 'cameras', String(item), EXPECTED.cameras);
  const texts = new Map<string, string>();
  for (const pair of item.items) {
    const key = keyOf(pair);
    const known = CAMERA_KEYS.find((name) => name === key);
    if (known === undefined) throw unknownKey(at(pair.key), key, CAMERA_KEYS);
    const value = isScalar(pair.value) ? pair.value.value : pair.value;
    if (value === null || value === '') continue;
    // A wrong password value must not be shown.
    const shown = known === 'password' ? '***' : String(value);
    if (typeof value !== 'string') throw badValue(at(pair.value), key, shown, EXPECTED[known]);
    texts.set(key, value);
  }
  const needed = (key: CameraKey): string => {
    const value = texts.get(key);
    if (value === undefined) throw missingValue(at(item), key, EXPECTED[key]);
    return value;
  };
  const refuse = (key: CameraKey, value: string) => badValue(at(item.get(key, true)), key, value, EXPECTED[key]);
  const id = needed('id');
  if (parseCameraId(id) === null) throw refuse('id', id);
  const name = texts.get('name') ?? id;
  if (name.length > 120) throw refuse('name', name);
  const profile = texts.get('profile') ?? 'plate-gate';
  if (!isProfile(profile)) throw refuse('profile', profile);
  const mainUrl = needed('url');
  const subUrl = texts.get('subUrl');
  for (const [key, address] of [
    ['url', mainUrl],
    ['subUrl', subUrl],
  ] as const) {
    if (address === undefined || isCameraAddress(address)) continue;
    throw badValue(`${at(item.get(key, true))} (${id})`, key, shownAddress(address), EXPECTED[key]);
  }
  const main = splitCredentials(mainUrl);
  const sub = subUrl === undefined ? null : splitCredentials(subUrl);
  return {
    id,
    name,
    mainUrl: main.url,
    subUrl: sub?.url ?? null,
    username: texts.get('username') ?? main.username ?? sub?.username ?? null,
    password: texts.get('password') ?? main.password ?? sub?.password ?? null,
    profile,
    origin: 'file',
  };
}

function isProfile(text: string): text is AnalysisProfile {
  return ANALYSIS_PROFILES.some((name) => name === text);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
