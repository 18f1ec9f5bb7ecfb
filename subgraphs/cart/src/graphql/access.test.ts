import { originOf } from './access.ts';

test.each([
  ['203.0.113.7', '::ffff:203.0.113.7'],
  ['2001:db8:0:1::1', '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff'],
  ['::1', '0:0:0:0:5:6:7:8'],
])('%s and %s are one network', (one, other) => {
  expect(originOf(one)).toBe(originOf(other));
});

test.each([
  ['203.0.113.7', '203.0.113.8'],
  ['2001:db8:0:1::1', '2001:db8:0:2::1'],
])('%s and %s are two', (one, other) => {
  expect(originOf(one)).not.toBe(originOf(other));
});
