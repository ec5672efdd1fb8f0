import { expect, test } from 'vitest';
import { CAMERA_FAULTS, type CameraFaultCode } from '../camera/camera-fault.ts';
import { gapCauseText, isGapCause } from './gap-cause.ts';
import { gapOfFault } from './gap-cause-of-fault.ts';

test('every fault of a camera has a cause whose sentences leave no placeholder', () => {
  for (const code of Object.keys(CAMERA_FAULTS) as CameraFaultCode[]) {
    const { cause, params } = gapOfFault({ code, params: { host: '10.0.0.9', port: 554 } });
    expect(isGapCause(cause)).toBe(true);
    expect(cause).not.toBe('unknown');
    for (const language of ['vi', 'en'] as const) expect(gapCauseText(cause, params, language)).not.toMatch(/[{}]/);
  }
});

test.each([
  ['ENOSPC: no space left on device', 'disk-full'],
  ['EDQUOT: disk quota exceeded', 'disk-full'],
  ['EROFS: read-only file system', 'disk-failed'],
  ['the disk is too slow', 'disk-slow'],
  ['the recordings storage is not mounted', 'disk-failed'],
])('a recording that cannot be written (%s) is %s', (detail, cause) => {
  expect(gapOfFault({ code: 'TC_CAMERA_STORAGE_FAILED', params: { detail } }).cause).toBe(cause);
});
