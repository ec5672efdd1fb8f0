import { foldText } from '@thapcanh/core/text/fold-text';
import { MAX_CLIP_MS, type WallContent } from '@thapcanh/core/walls/wall-content';
import { panelRects } from '@thapcanh/core/walls/wall-layout';
import type { WallPreset, WallScreen } from '@thapcanh/infra/database/wall-tables';
import { slugOf } from '../cameras/camera-slug.ts';
import { apiError } from '../errors/api-errors.ts';
import { MAX_PANELS, type WallCreate } from './wall.schema.ts';

type ScreensEdit = WallCreate['screens'];

const MORE_CANDIDATES = 98;

/** Throws `TC_WALL_SETTINGS_INVALID` for a name of blanks. */
export function wallNameColumns(name: string): { name: string; search_key: string } {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '') throw invalid('tên để trống', 'the name is empty');
  return { name: trimmed, search_key: foldText(trimmed) };
}

/** Ids to try in order: the one asked for, or the name as a slug and then numbered. */
export function wallIdCandidates(id: string | undefined, name: string): string[] {
  if (id !== undefined) return [id];
  const base = slugOf(name) ?? 'man-hinh';
  return [base, ...Array.from({ length: MORE_CANDIDATES }, (_, index) => `${base}-${index + 2}`)];
}

/** The screens with the rectangles of their layouts. Throws `TC_WALL_SETTINGS_INVALID`. */
export function checkedScreens(screens: ScreensEdit): WallScreen[] {
  requireUnique(
    screens.map(({ id }) => id),
    'mã màn hình bị trùng',
    'two screens have one id',
  );
  const numbers = screens.flatMap(({ panels }) => panels.map(({ number }) => number));
  requireUnique(numbers, 'số ô bị trùng', 'two panels have one number');
  if (numbers.length > MAX_PANELS) throw invalid(`quá ${MAX_PANELS} ô`, `more than ${MAX_PANELS} panels`);
  return screens.map(({ id, name, layout, panels }) => {
    if (layout === 'free') {
      const isOut = panels.some(
        ({ x, y, width, height }) => width < 0.02 || height < 0.02 || x + width > 1.001 || y + height > 1.001,
      );
      if (isOut) throw invalid('có ô quá nhỏ hoặc nằm ngoài màn hình', 'a panel is too small or outside its screen');
      return { id, name, layout, panels };
    }
    const rects = panelRects(layout);
    if (rects.length !== panels.length) {
      throw invalid(`bố cục ${layout} có ${rects.length} ô`, `the layout ${layout} has ${rects.length} panels`);
    }
    return { id, name, layout, panels: panels.map((panel, index) => ({ ...panel, ...rects[index] })) };
  });
}

/** Throws `TC_WALL_SETTINGS_INVALID` or `TC_WALL_CLIP_INVALID`. */
export function checkedPresets(presets: readonly WallPreset[], screens: readonly WallScreen[]): WallPreset[] {
  requireUnique(
    presets.map(({ number }) => number),
    'số bố cục bị trùng',
    'two presets have one number',
  );
  const numbers = new Set(screens.flatMap(({ panels }) => panels.map(({ number }) => number)));
  return presets.map(({ number, name, tiles }) => {
    // A panel that an edit took away takes its tile along.
    const kept = tiles.filter(({ panel }) => numbers.has(panel));
    requireUnique(
      kept.map(({ panel }) => panel),
      'một ô có hai nội dung',
      'a panel has two contents',
    );
    for (const { content } of kept) requireClip(content);
    return { number, name, tiles: kept };
  });
}

/** Throws `TC_WALL_CLIP_INVALID` for a clip that ends before it begins, or is longer than an hour. */
export function requireClip(content: WallContent): void {
  if (content.kind !== 'clip') return;
  const lengthMs = Date.parse(content.to) - Date.parse(content.from);
  if (!(lengthMs > 0 && lengthMs <= MAX_CLIP_MS)) throw apiError('TC_WALL_CLIP_INVALID');
}

function requireUnique(values: readonly (string | number)[], vi: string, en: string): void {
  if (new Set(values).size !== values.length) throw invalid(vi, en);
}

const invalid = (vi: string, en: string) => apiError('TC_WALL_SETTINGS_INVALID', { detail: { vi, en } });
