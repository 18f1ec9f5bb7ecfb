import { passwordProblem } from './passwordRules.ts';

describe('a new password', () => {
  test.each(['correct horse battery', 'Zürich-Regen-7', 'x'.repeat(64) + 'yz', 'p4r4chute over hills'])(
    '%s is fine',
    (password) => {
      expect(passwordProblem(password)).toBeNull();
    },
  );

  test.each([
    ['short 1', 'must have 8–128 characters'],
    ['ab'.repeat(65), 'must have 8–128 characters'],
    ['password', 'is too common: choose one that nobody guesses'],
    ['Password123!', 'is too common: choose one that nobody guesses'],
    ['12345678', 'is too common: choose one that nobody guesses'],
    ['aaaaaaaaaa', 'is too common: choose one that nobody guesses'],
    ['abababababab', 'is too common: choose one that nobody guesses'],
  ])('%s is refused', (password, problem) => {
    expect(passwordProblem(password)).toBe(problem);
  });
});
