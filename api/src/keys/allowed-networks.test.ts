import { expect, test } from 'vitest';
import { isAllowedFrom, networkOf } from './allowed-networks.ts';

test.each(['', '10.0.0', '10.0.0.1/33', '10.0.0.1/a', '10.0.0.1/8/8', 'camera.local', 'fe80::1%eth0', '::1/129'])(
  '%s is no network',
  (text) => {
    expect(networkOf(text)).toBeNull();
  },
);

test('an address outside every network is not allowed, whatever its family', () => {
  expect(isAllowedFrom(['10.1.0.0/16'], '10.2.0.1')).toBe(false);
  expect(isAllowedFrom(['10.1.0.0/16'], '::1')).toBe(false);
  expect(isAllowedFrom(['10.1.0.0/16'], 'unknown')).toBe(false);
});

test('an address within a network is allowed, also as IPv6 writes it, and without networks every one', () => {
  expect(networkOf(' 10.1.2.3 ')).toBe('10.1.2.3/32');
  expect(isAllowedFrom(['10.1.0.0/16', '2001:db8::/32'], '10.1.255.255')).toBe(true);
  expect(isAllowedFrom(['10.1.0.0/16'], '::ffff:10.1.0.1')).toBe(true);
  expect(isAllowedFrom(['2001:db8::/32'], '2001:db8:1::9')).toBe(true);
  expect(isAllowedFrom([], '203.0.113.9')).toBe(true);
});
