import { withoutRefused } from './refusedMutations.ts';

const denied = (...path: string[]) => ({ message: 'Unauthorized field or type', path });
const email = denied('sessionCreate', 'user', 'email');
const userErrors = [{ __typename: 'InvalidCredentialsError' }];

test.each([
  ['refused: there is no user whose email could be denied', { user: null, userErrors }, []],
  ['refused, and it returns the user all the same', { user: { email: null }, userErrors }, [email]],
  ['done', { user: { email: null }, userErrors: [] }, [email]],
  ['null for another reason', { user: null, userErrors: [] }, [email]],
  ['it was not asked why', { user: null }, [email]],
])('%s', (_, sessionCreate, expected) => {
  expect(withoutRefused([email], () => ({ sessionCreate }))).toEqual(expected);
});

test('what is denied itself stays denied, and nothing is read for it', () => {
  const errors = [denied('me'), denied('userRolesSet', 'user')];
  const read = () => {
    throw new Error('it was read');
  };
  expect(withoutRefused(errors, read)).toBe(errors);
});
