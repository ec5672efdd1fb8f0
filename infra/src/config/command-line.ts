import type { RoleName } from './config.ts';
import { badValue, missingValue, unknownKey } from './config-refusals.ts';
import { isLogLevel, isRoleName, LOG_LEVELS, parsePort, ROLE_NAMES } from './setting-values.ts';

/** What was typed after `npm start --`; null or empty where nothing was. */
export interface CommandLine {
  readonly dataDir: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly cameraUrls: readonly string[];
  readonly camerasFile: string | null;
  readonly isDemoRefused: boolean;
  readonly role: RoleName | null;
  readonly logLevel: (typeof LOG_LEVELS)[number] | null;
  readonly isHelpWanted: boolean;
}

const VALUE_FLAGS = ['--data', '--host', '--port', '--camera', '--cameras', '--role', '--log-level'] as const;
const SWITCHES = ['--no-demo', '--help'] as const;
/** Where a refused argument was read, for messages. */
export const COMMAND = 'npm start --';

export const USAGE = `Tháp Canh

  npm start                                chạy với thành phố mô phỏng / run with the simulated city
  npm start -- --camera rtsp://ten:matkhau@192.168.1.10:554/duong-dan
                                           thêm camera, dùng được nhiều lần / add a camera, repeatable
  npm start -- --cameras cameras.yaml      danh sách camera / a list of cameras
  npm start -- --data DIR                  thư mục dữ liệu / data directory
  npm start -- --host 0.0.0.0 --port 8080  địa chỉ và cổng / address and port
  npm start -- --no-demo                   không chạy thành phố mô phỏng / no simulated city
  npm start -- --log-level debug           ${LOG_LEVELS.join(' | ')}
  npm start -- --role ROLE                 chạy riêng một vai trò / run one role alone: ${ROLE_NAMES.join(' | ')}
`;

/** Reads the arguments. Refuses unknown flags, missing and wrong values with `TC_CONFIG_*`. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = new Map<string, string[]>();
  for (let index = 0; index < args.length; index++) {
    const [flag = '', ...rest] = (args[index] ?? '').split('=');
    if (SWITCHES.some((known) => known === flag) && rest.length === 0) {
      values.set(flag, []);
      continue;
    }
    if (!VALUE_FLAGS.some((known) => known === flag)) throw unknownKey(COMMAND, flag, [...VALUE_FLAGS, ...SWITCHES]);
    const value = rest.length > 0 ? rest.join('=') : args[++index];
    if (value === undefined || value === '' || (value.startsWith('--') && rest.length === 0)) {
      throw missingValue(COMMAND, flag, { vi: `một giá trị sau ${flag}`, en: `a value after ${flag}` });
    }
    values.set(flag, [...(values.get(flag) ?? []), value]);
  }
  const last = (flag: string): string | null => values.get(flag)?.at(-1) ?? null;
  const role = last('--role');
  if (role !== null && !isRoleName(role)) {
    throw badValue(COMMAND, '--role', role, {
      vi: `một trong ${ROLE_NAMES.join(', ')}`,
      en: `one of ${ROLE_NAMES.join(', ')}`,
    });
  }
  const logLevel = last('--log-level');
  if (logLevel !== null && !isLogLevel(logLevel)) {
    throw badValue(COMMAND, '--log-level', logLevel, {
      vi: `một trong ${LOG_LEVELS.join(', ')}`,
      en: `one of ${LOG_LEVELS.join(', ')}`,
    });
  }
  const port = last('--port');
  return {
    dataDir: last('--data'),
    host: last('--host'),
    port: port === null ? null : parsePort(COMMAND, '--port', port),
    cameraUrls: values.get('--camera') ?? [],
    camerasFile: last('--cameras'),
    isDemoRefused: values.has('--no-demo'),
    role,
    logLevel,
    isHelpWanted: values.has('--help'),
  };
}
