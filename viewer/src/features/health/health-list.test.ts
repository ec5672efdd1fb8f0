import { expect, test } from 'vitest';
import type { CameraHealth } from '../../api/api.ts';
import { type HealthWish, healthList, shareGrade } from './health-list.ts';

const WISH: HealthWish = { text: '', state: null, isCareOnly: false, sort: 'name', isReversed: false };

function camera(cameraId: string, rest: Partial<CameraHealth> = {}): CameraHealth {
  return {
    ...{ cameraId, name: cameraId, number: 1, area: null, state: 'live', upDay: 1, upMonth: 1, completeness: 1 },
    ...{ fps: 25, bitrateKbps: 2000, gopMs: 1000, frameAgeMs: 40, clockOffsetMs: 0, device: null, agreement: null },
    ...{ findings: { serious: 0, warning: 0, info: 0, worst: null }, owner: null, mayManage: false, care: [] },
    ...rest,
  };
}
const ids = (list: readonly CameraHealth[]) => list.map(({ cameraId }) => cameraId);

test('finds names, areas and owners without their marks', () => {
  const all = [
    camera('a', { name: 'Chợ Vị Thanh' }),
    camera('b', { area: { id: 'x', name: 'Phường Đông' } }),
    camera('c', { owner: { name: 'Bà Hoa', contact: '' } }),
  ];
  expect(ids(healthList(all, { ...WISH, text: 'cho vi' }))).toEqual(['a']);
  expect(ids(healthList(all, { ...WISH, text: 'ĐÔNG' }))).toEqual(['b']);
  expect(ids(healthList(all, { ...WISH, text: 'hoa' }))).toEqual(['c']);
});

test('keeps one state, or what needs care', () => {
  const all = [camera('a', { state: 'offline', care: ['down'] }), camera('b')];
  expect(ids(healthList(all, { ...WISH, state: 'live' }))).toEqual(['b']);
  expect(ids(healthList(all, { ...WISH, isCareOnly: true }))).toEqual(['a']);
});

test('what is not known comes last in both directions', () => {
  const all = [camera('a', { upDay: null }), camera('b', { upDay: 0.9 }), camera('c', { upDay: 0.5 })];
  expect(ids(healthList(all, { ...WISH, sort: 'up' }))).toEqual(['c', 'b', 'a']);
  expect(ids(healthList(all, { ...WISH, sort: 'up', isReversed: true }))).toEqual(['b', 'c', 'a']);
});

test('a camera that is down comes before one with more, lesser worries', () => {
  const all = [camera('a', { care: ['finding', 'agreement'] }), camera('b', { care: ['down'] }), camera('c')];
  expect(ids(healthList(all, { ...WISH, sort: 'care' }))).toEqual(['b', 'a', 'c']);
});

test('an agreement without end comes after those that end, and cameras of the city last', () => {
  const all = [
    camera('a'),
    camera('b', { agreement: { number: '1', validUntil: null } }),
    camera('c', { agreement: { number: '2', validUntil: '2026-12-01' } }),
  ];
  expect(ids(healthList(all, { ...WISH, sort: 'agreement' }))).toEqual(['c', 'b', 'a']);
});

test('judges shares of time', () => {
  expect([1, 0.99, 0.97, 0.2].map(shareGrade)).toEqual(['good', 'good', 'fair', 'poor']);
});
