import { dayIn, invoiceNumber, yearIn } from './invoice.ts';

test('the year of an invoice is that of the place where the seller is', () => {
  const newYear = new Date('2026-12-31T23:30:00.000Z');
  expect(yearIn('UTC', newYear)).toBe(2026);
  expect(yearIn('Europe/Berlin', newYear)).toBe(2027);
  expect(dayIn('Europe/Berlin', newYear)).toBe('2027-01-01');
});

test('a number has the year, the store and the serial number', () => {
  const storeId = '0192f0c0-0000-7000-8000-0000000000ab';
  expect(invoiceNumber({ year: 2026, storeId, serial: 12 })).toBe('2026-0000000000AB-000012');
});
