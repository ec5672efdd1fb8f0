import type { Area } from '../../api/api.ts';

export interface AreaInTree {
  readonly area: Area;
  /** 0 for what stands at the top: a province, or what lies in an area that the person does not know. */
  readonly depth: number;
}

/** Every area once, each followed by what lies in it; the order among neighbours stays. */
export function inTreeOrder(areas: readonly Area[]): AreaInTree[] {
  const known = new Set(areas.map(({ id }) => id));
  const below = new Map<string | null, Area[]>();
  for (const area of areas) {
    const parent = area.parentId !== null && known.has(area.parentId) ? area.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), area]);
  }
  const walk = (parent: string | null, depth: number): AreaInTree[] =>
    (below.get(parent) ?? []).flatMap((area) => [{ area, depth }, ...walk(area.id, depth + 1)]);
  return walk(null, 0);
}

/** `Phường Hải Đình › Cầu Nhật Lệ`: the name with those of the areas around it, but without the province. */
export function areaPath(areas: readonly Area[], id: string): string {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const names: string[] = [];
  for (let area = byId.get(id); area !== undefined; area = byId.get(area.parentId ?? '')) {
    if (area.kind !== 'province' || names.length === 0) names.unshift(area.name);
  }
  return names.length === 0 ? id : names.join(' › ');
}

/** For a select, in the order of the tree. */
export function areaOptions(areas: readonly Area[]): { value: string; label: string }[] {
  return inTreeOrder(areas).map(({ area }) => ({ value: area.id, label: areaPath(areas, area.id) }));
}
