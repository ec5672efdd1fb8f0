const pad = (value: number): string => String(value).padStart(2, '0');

/** `recordings/<camera>/<yyyy>/<mm>/<dd>/<HH>-<MM>-<startMs>.mp4`, UTC: one key for one recording, whoever moves it. */
export function recordingObjectKey(cameraId: string, startedAt: Date): string {
  const day = [startedAt.getUTCFullYear(), pad(startedAt.getUTCMonth() + 1), pad(startedAt.getUTCDate())].join('/');
  const time = [pad(startedAt.getUTCHours()), pad(startedAt.getUTCMinutes()), startedAt.getTime()].join('-');
  return `recordings/${cameraId}/${day}/${time}.mp4`;
}
