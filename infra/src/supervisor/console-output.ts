import { AppError, type Language } from '@thapcanh/core/errors/app-error';
import { errorDetail } from '../errors/storage-failure.ts';
import type { FirstLogin } from './first-admin.ts';

const LEVEL_MARKS: Record<string, string> = { warn: '! ', error: '✗ ', fatal: '✗ ' };

/** One JSON log line as a person reads it on a terminal: local time, role, message, then the other fields. */
export function prettyLogLine(line: string): string {
  let fields: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== 'object' || parsed === null) return line;
    fields = { ...parsed };
  } catch {
    return line;
  }
  const { level, time, role, worker, msg, err, ...rest } = fields;
  const who = worker === undefined ? String(role) : `${String(role)}-${String(worker)}`;
  const clock = new Date(String(time)).toLocaleTimeString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' });
  const details = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  if (typeof err === 'object' && err !== null && 'message' in err) details.push(`(${String(err.message)})`);
  return `${clock} ${who.padEnd(10)} ${LEVEL_MARKS[String(level)] ?? ''}${String(msg)} ${details.join(' ')}`.trimEnd();
}

/** What a failed start says, once: code, Vietnamese, English. */
export function failureText(error: unknown): string {
  if (error instanceof AppError) {
    const line = (language: Language): string => `  ${error.text(language)}`;
    return `\n✗ ${error.code}\n${line('vi')}\n${line('en')}\n`;
  }
  return `\n✗ ${error instanceof Error ? (error.stack ?? errorDetail(error)) : errorDetail(error)}\n`;
}

/** The first login, printed once and kept nowhere else. */
export function firstLoginBox(url: string, login: FirstLogin): string {
  return box([
    'Đăng nhập lần đầu (chỉ hiện một lần này)',
    'First login (shown this once only)',
    '',
    `  ${url}`,
    `  Tên đăng nhập / user name:  ${login.username}`,
    `  Mật khẩu / password:        ${login.password}`,
  ]);
}

function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => [...line].length));
  const rule = '─'.repeat(width + 2);
  const body = lines.map((line) => `│ ${line}${' '.repeat(width - [...line].length)} │`);
  return [`┌${rule}┐`, ...body, `└${rule}┘`].join('\n');
}
