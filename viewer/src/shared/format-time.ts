const ZONE = 'Asia/Ho_Chi_Minh';

const dateTime = new Intl.DateTimeFormat('vi-VN', {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function parts(instant: Date | number | string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { type, value } of dateTime.formatToParts(new Date(instant))) found[type] = value;
  return found;
}

/** `21/11/2026 18:04:09` in Vietnamese time, whatever the browser's zone. */
export function formatDateTime(instant: Date | number | string): string {
  const { day, month, year, hour, minute, second } = parts(instant);
  return `${day}/${month}/${year} ${hour}:${minute}:${second}`;
}

/** `2026-11-21`, the day it is in Viet Nam. */
export function vietnamDay(instant: Date | number | string): string {
  const { day, month, year } = parts(instant);
  return `${year}-${month}-${day}`;
}

/** `18:04:09` in Vietnamese time. */
export function formatTime(instant: Date | number | string): string {
  const { hour, minute, second } = parts(instant);
  return `${hour}:${minute}:${second}`;
}

/** `18:04` in Vietnamese time. */
export function formatMinute(instant: Date | number | string): string {
  const { hour, minute } = parts(instant);
  return `${hour}:${minute}`;
}
