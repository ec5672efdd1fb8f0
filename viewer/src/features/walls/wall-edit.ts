import { type FixedLayout, panelRects } from '@thapcanh/core/walls/wall-layout';
import type { Wall, WallScreen } from '../../api/api.ts';

type Screens = Wall['screens'];
type Preset = Wall['presets'][number];
/** A screen as it is sent: without what stands on it. */
export interface ScreenEdit {
  id: string;
  name: string;
  layout: WallScreen['layout'];
  panels: {
    number: number;
    x: number;
    y: number;
    width: number;
    height: number;
    reserve: WallScreen['panels'][number]['reserve'];
  }[];
}
type Content = Exclude<NonNullable<WallScreen['panels'][number]['content']>, { kind: 'hidden' }>;
export interface PresetEdit {
  number: number;
  name: string;
  tiles: { panel: number; content: Content }[];
}

/** A new screen; its panels get the lowest numbers that are free. */
export function newScreen(id: string, name: string, layout: FixedLayout, taken: readonly number[]): ScreenEdit {
  const free = Array.from({ length: 99 }, (_, index) => index + 1).filter((number) => !taken.includes(number));
  const panels = panelRects(layout).map((rect, index) => ({ number: free[index] ?? 99, ...rect, reserve: null }));
  return { id, name, layout, panels };
}

export function screenEdits(screens: Screens): ScreenEdit[] {
  return screens.map(({ id, name, layout, panels }) => ({
    id,
    name,
    layout,
    panels: panels.map(({ number, x, y, width, height, reserve }) => ({ number, x, y, width, height, reserve })),
  }));
}

/** Another layout for one screen: panels keep their numbers as far as there are any. */
export function withLayout(screens: Screens, screenId: string, layout: FixedLayout): ScreenEdit[] {
  const edits = screenEdits(screens);
  const taken = edits.flatMap(({ panels }) => panels.map(({ number }) => number));
  return edits.map((screen) => {
    if (screen.id !== screenId) return screen;
    const kept = screen.panels;
    const others = taken.filter((number) => !kept.some((panel) => panel.number === number));
    const fresh = newScreen(screen.id, screen.name, layout, [...others, ...kept.map(({ number }) => number)]);
    let next = 0;
    const panels = panelRects(layout).map((rect, index) => {
      const before = kept[index];
      if (before !== undefined) return { ...before, ...rect };
      const number = fresh.panels[next++]?.number ?? 99;
      return { number, ...rect, reserve: null };
    });
    return { ...screen, layout, panels };
  });
}

export function withReserve(
  screens: Screens,
  panel: number,
  reserve: WallScreen['panels'][number]['reserve'],
): ScreenEdit[] {
  return screenEdits(screens).map((screen) => ({
    ...screen,
    panels: screen.panels.map((one) => (one.number === panel ? { ...one, reserve } : one)),
  }));
}

/** What stands on the wall now, alarms left out, as the preset of that number. */
export function withPreset(wall: Wall, number: number, name: string): PresetEdit[] {
  const panels = wall.screens.flatMap((screen) => screen.panels);
  const tiles = panels.flatMap(({ number: panel, content, source }) =>
    content === null || content.kind === 'hidden' || source === 'alarm' ? [] : [{ panel, content }],
  );
  const others = wall.presets.filter((preset) => preset.number !== number).map(presetEdit);
  return [...others, { number, name, tiles }].sort((a, b) => a.number - b.number);
}

export function presetEdit({ number, name, tiles }: Preset): PresetEdit {
  const kept = tiles.flatMap(({ panel, content }) => (content.kind === 'hidden' ? [] : [{ panel, content }]));
  return { number, name, tiles: kept };
}
