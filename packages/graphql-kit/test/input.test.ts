import { z } from 'zod';
import { addressInput, idempotencyKeyInput, parseInput, textInput, wholeInput } from '../src/index.ts';

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
        path: ['input', 'name'],
        message: 'must have 1–5 characters',
      },
      {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        path: ['input', 'size'],
        message: 'must be a whole number of 1–3',
      },
      {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
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
