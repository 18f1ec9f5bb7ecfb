import { attemptOf, clock, reserved, seen } from '../../test/examples.ts';
import { differencesOf } from './differences.ts';
import { observe } from './observe.ts';
import { release } from './release.ts';

const payment = reserved();
const attemptId = attemptOf(payment).id;
const held = observe(payment, attemptId, seen('AUTHORIZED'), clock()).payment;
const kinds = (...o: Parameters<typeof differencesOf>) => differencesOf(...o).map(({ kind }) => kind);

test('agreement is silence', () => {
  expect(differencesOf(held, seen('AUTHORIZED', { attemptId }))).toEqual([]);
  expect(differencesOf(undefined, seen('FAILED'))).toEqual([]);
  expect(differencesOf(undefined, seen('CANCELED'))).toEqual([]);
});

test('what the provider has and we do not', () => {
  expect(kinds(undefined, seen('AUTHORIZED'))).toEqual(['UNKNOWN_INTENT']);
  expect(kinds(release(held, clock()).payment, seen('AUTHORIZED', { attemptId }))).toEqual(['STRAY_HOLD']);
  expect(kinds(held, seen('CAPTURED', { attemptId }))).toEqual(['CAPTURE_DIFFERS']);
});

test('what we count on and the provider does not have', () => {
  expect(kinds(held, seen('CANCELED', { attemptId }))).toEqual(['MISSING_HOLD']);
  const taken = observe(held, attemptId, seen('CAPTURED'), clock()).payment;
  expect(kinds(taken, seen('AUTHORIZED', { attemptId }))).toEqual(['STRAY_HOLD', 'CAPTURE_DIFFERS']);
  expect(kinds(taken, seen('CAPTURED', { attemptId, captured: 2_400 }))).toEqual(['AMOUNT_DIFFERS']);
});

test('another amount, another currency', () => {
  expect(kinds(held, seen('AUTHORIZED', { attemptId, amount: 2_501 }))).toEqual(['AMOUNT_DIFFERS']);
  expect(kinds(held, seen('AUTHORIZED', { attemptId, currency: 'USD' }))).toEqual(['AMOUNT_DIFFERS']);
});
