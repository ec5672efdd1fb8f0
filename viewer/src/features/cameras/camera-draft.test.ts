import { expect, test } from 'vitest';
import { cameraBody, draftOf } from './camera-draft.ts';

test('an empty password is not sent, so that the old one stays', () => {
  expect(cameraBody(draftOf(null))).not.toHaveProperty('password');
  expect(cameraBody({ ...draftOf(null), password: 'p' })).toHaveProperty('password', 'p');
});

test('empty fields clear what they hold, and a motion rate of nothing is none', () => {
  const body = cameraBody({ ...draftOf(null), name: ' A ', subUrl: ' ', motionFps: '', onvifUrl: '' });
  expect(body).toMatchObject({ name: 'A', subUrl: null, motionFps: null, onvifUrl: null, groupId: 'default' });
  expect(cameraBody({ ...draftOf(null), motionFps: '5' }).motionFps).toBe(5);
});

test('a new camera is told no number unless one is typed in, and is in no area', () => {
  expect(cameraBody(draftOf(null))).not.toHaveProperty('number');
  expect(cameraBody({ ...draftOf(null), number: '17' })).toMatchObject({ number: 17, areaId: null });
});
