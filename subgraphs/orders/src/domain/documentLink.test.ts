import { openLink, signLink } from './documentLink.ts';

const key = new Uint8Array(32).fill(7);
const orderId = '0192f0c0-0000-7000-8000-000000000001';
const expiresAt = new Date('2026-03-01T12:15:00.000Z');
const before = new Date('2026-03-01T12:14:59.999Z');
const token = signLink(key, { orderId, expiresAt });

test('a link opens what it was signed for, until it expires', () => {
  expect(openLink(key, token, before)).toBe(orderId);
  expect(openLink(key, token, expiresAt)).toBeNull();
});

test('a link that is changed, or signed with another key, opens nothing', () => {
  const [id = '', seconds = '', signature = ''] = token.split('.');
  const later = String(Number(seconds) + 60);
  const other = id.replace(/1$/, '2');
  const forged = [
    `${id}.${later}.${signature}`,
    `${other}.${seconds}.${signature}`,
    `${id}.${seconds}.${signature.slice(0, -1)}`,
    `${id}.${seconds}.${'A'.repeat(43)}`,
    signLink(new Uint8Array(32).fill(8), { orderId, expiresAt }),
    `${id}.${seconds}`,
    '',
  ];
  for (const one of forged) expect(openLink(key, one, before)).toBeNull();
});
