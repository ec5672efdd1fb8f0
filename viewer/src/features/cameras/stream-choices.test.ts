import { expect, test } from 'vitest';
import { type OnvifProfile, profileLabel, streamChoices } from './stream-choices.ts';

const bare: OnvifProfile = {
  token: 't',
  name: 'Main',
  hasPtz: false,
  encoding: null,
  width: null,
  height: null,
  fps: null,
  kbps: null,
  gopFrames: null,
  audio: null,
  streamUrl: null,
};

test('a profile without an address cannot be chosen, and an address is offered once', () => {
  const proposal = { mainUrl: null, subUrl: null };
  const profiles = [bare, { ...bare, streamUrl: 'rtsp://c/1' }, { ...bare, name: 'B', streamUrl: 'rtsp://c/1' }];
  expect(streamChoices({ profiles, proposal })).toEqual([{ value: 'rtsp://c/1', label: 'Main' }]);
});

test('a proposed address that no profile shows is offered all the same', () => {
  const proposal = { mainUrl: 'rtsp://c/9', subUrl: null };
  expect(streamChoices({ profiles: [], proposal })).toEqual([{ value: 'rtsp://c/9', label: 'rtsp://c/9' }]);
});

test('a label tells only what is known', () => {
  expect(profileLabel(bare)).toBe('Main');
  const known = { ...bare, encoding: 'H264', width: 1920, height: 1080, fps: 25, kbps: 4096, audio: 'AAC' };
  expect(profileLabel(known)).toBe('Main · H264 1920×1080 · 25 fps · 4096 kbit/s · AAC');
});
