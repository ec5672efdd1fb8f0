import type { CityConfig } from './config.ts';
import { parseCount, parseSwitch } from './setting-values.ts';

type CityVariable = 'THAPCANH_MAP_DIR' | 'THAPCANH_CITIZEN_REPORTS' | 'THAPCANH_REPORT_DAYS';
type Read = (name: CityVariable) => string | null;

const DEFAULT_REPORT_DAYS = 90;
const MAX_REPORT_DAYS = 3_650;

export function parseCity(where: string, text: Read): CityConfig {
  const [isOpen, days] = [text('THAPCANH_CITIZEN_REPORTS'), text('THAPCANH_REPORT_DAYS')];
  return {
    mapDir: text('THAPCANH_MAP_DIR'),
    isReportingOpen: isOpen === null ? true : parseSwitch(where, 'THAPCANH_CITIZEN_REPORTS', isOpen),
    reportDays:
      days === null
        ? DEFAULT_REPORT_DAYS
        : parseCount(where, 'THAPCANH_REPORT_DAYS', days, { min: 1, max: MAX_REPORT_DAYS }),
  };
}

export function absoluteCity(city: CityConfig, absolute: (dir: string) => string): CityConfig {
  return city.mapDir === null ? city : { ...city, mapDir: absolute(city.mapDir) };
}

/** The variables from which `parseCity` makes the same. */
export function cityToEnvironment(city: CityConfig | undefined): Partial<Record<CityVariable, string>> {
  if (city === undefined) return {};
  return {
    THAPCANH_CITIZEN_REPORTS: city.isReportingOpen ? 'on' : 'off',
    THAPCANH_REPORT_DAYS: String(city.reportDays),
    ...(city.mapDir === null ? {} : { THAPCANH_MAP_DIR: city.mapDir }),
  };
}
