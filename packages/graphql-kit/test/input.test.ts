import { z } from 'zod';
import {
  addressInput,
  idempotencyKeyInput,
  idInput,
  parseInput,
  textInput,
  wholeInput,
} from '../src/index.ts';

const input = z.object({ name: textInput(1, 5), size: wholeInput(1, 3), key: idempotencyKeyInput });

test('good input passes, trimmed', () => {
  expect(parseInput(input, { name: ' ab ', size: 3, key: 'k' })).toEqual({
    ok: true,
    value: { name: 'ab', size: 3, key: 'k' },
  });
});

test('each violation names its argument and its bound', () => {
  expect(parseInput(input, { name: '  ', size: 4, key: 'x'.repeat(256) }, ['input'])).toEqual({
    ok: false,
    errors: [
      {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        errorCode: 'INVALID_INPUT',
        path: ['input', 'name'],
        message: 'must have 1–5 characters',
      },
      {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        errorCode: 'INVALID_INPUT',
        path: ['input', 'size'],
        message: 'must be a whole number of 1–3',
      },
      {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        errorCode: 'INVALID_INPUT',
        path: ['input', 'key'],
        message: 'must have 1–255 characters',
      },
    ],
  });
});

test('control characters are refused, line breaks are not', () => {
  expect(parseInput(textInput(1, 9), 'a\u0000b').ok).toBe(false);
  expect(parseInput(textInput(1, 9), 'a\nb').ok).toBe(true);
});

test.each([
  ['NUL', 'a\u0000b', 'must be well-formed Unicode text'],
  ['half of a surrogate pair', 'a\ud800', 'must be well-formed Unicode text'],
  ['a bell', 'a\u0007b', 'must not have control characters'],
  ['an override of the direction', 'a\u202eb', 'must not override the writing direction'],
  ['nothing to see', '\u200b\u200b', 'must have visible characters'],
  ['more than fits, by far', 'x'.repeat(100_000), 'must have 1–9 characters'],
])('text with %s is refused', (_, text, message) => {
  expect(parseInput(textInput(1, 9), text)).toMatchObject({ ok: false, errors: [{ message }] });
});

test('text is stored in NFC and trimmed of every space', () => {
  expect(parseInput(textInput(1, 9), '\u00a0Cafe\u0301 👩‍🚒\u3000')).toEqual({ ok: true, value: 'Café 👩‍🚒' });
});

test('an ID in capitals is the same ID', () => {
  const id = '019a1b2c-0000-7000-8000-00000000abcd';
  expect(parseInput(idInput, id.toUpperCase())).toEqual({ ok: true, value: id });
  expect(parseInput(idInput, 'no-id', ['id'])).toMatchObject({
    ok: false,
    errors: [{ path: ['id'], message: 'is not a valid ID' }],
  });
});

test('an idempotency key can be stored', () => {
  expect(parseInput(idempotencyKeyInput, 'a\u0000').ok).toBe(false);
  expect(parseInput(idempotencyKeyInput, '\udc00').ok).toBe(false);
});

test('an address without instructions has null', () => {
  const address = {
    lines: ['Street 1'],
    city: 'Berlin',
    postcode: '10115',
    country: 'DE',
    location: { latitude: 52, longitude: 13 },
  };
  expect(parseInput(addressInput, { ...address, instructions: '' })).toEqual({
    ok: true,
    value: { ...address, instructions: null },
  });
  expect(parseInput(addressInput, { ...address, lines: [] })).toMatchObject({
    ok: false,
    errors: [{ path: ['lines'], message: 'must have 1–3 lines' }],
  });
});
