import { expect, test } from 'vitest';
import { CAMERA_FAULTS, cameraFaultText } from './camera-fault.ts';

test('a Vietnamese reader sees no English phrase', () => {
  const params = { host: '10.0.0.5', detail: 'the camera closed the connection' };
  expect(cameraFaultText('TC_CAMERA_CONNECTION_LOST', params, 'vi')).toBe(
    'Mất kết nối với camera 10.0.0.5 (camera đã đóng kết nối). Hệ thống đang tự kết nối lại.',
  );
  expect(cameraFaultText('TC_CAMERA_NO_FRAMES', { host: 'x', detail: '10.2 s' }, 'vi')).toContain('trong 10.2 giây');
  expect(cameraFaultText('TC_CAMERA_NO_VIDEO', { host: 'x', detail: 'only audio' }, 'vi')).toContain('(chỉ có audio)');
  const silent = { host: 'x', detail: 'no answer to DESCRIBE within 5 s' };
  expect(cameraFaultText('TC_CAMERA_PROTOCOL', silent, 'vi')).toContain('(không trả lời DESCRIBE trong 5 giây)');
  const full = { detail: 'ENOSPC: no space left on device' };
  expect(cameraFaultText('TC_CAMERA_STORAGE_FAILED', full, 'vi')).toContain('(ENOSPC: hết dung lượng đĩa)');
});

test('what the camera itself said is kept word for word', () => {
  const params = { host: 'x', detail: 'DESCRIBE: 404 Stream Not Found' };
  expect(cameraFaultText('TC_CAMERA_PATH_NOT_FOUND', params, 'vi')).toContain('(DESCRIBE: 404 Stream Not Found)');
});

test('every fault says in both languages what is wrong and what to do', () => {
  for (const { vi, en } of Object.values(CAMERA_FAULTS)) {
    expect(vi.split(/[.,;] /).length).toBeGreaterThan(1);
    expect(en.split(/[.,;] /).length).toBeGreaterThan(1);
  }
});
