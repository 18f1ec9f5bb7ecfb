/** OWASP: what everybody tries first. Compared without case and trailing digits or marks. */
const COMMON = new Set(
  `password passwort passw0rd qwertyui qwertyuiop qwertz qwertzui asdfghjk asdfghjkl zxcvbnm zxcvbnmm iloveyou
  princess sunshine football baseball superman batman dragon monkey letmein welcome whatever trustno master
  hello hallo charlie michael jennifer jordan hunter shadow ashley bailey starwars computer internet freedom
  administrator admin root guest changeme secret default login access mustang ferrari corvette mercedes
  samsung google facebook instagram linkedin pokemon minecraft liverpool chelsea arsenal barcelona bayern
  abcdefgh abcdefghi abcd abc aaaaaaaa zzzzzzzz qazwsx qazwsxedc 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx
  q1w2e3r4 q1w2e3r4t5 p@ssw0rd p@ssword passwords testtest test tester testing nakku`.split(/\s+/),
);

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** What is wrong with a new password; null if nothing is. The message names the bound. */
export function passwordProblem(typed: string): string | null {
  if (typed.length > 4 * MAX_LENGTH) return `must have ${MIN_LENGTH}–${MAX_LENGTH} characters`;
  const password = typed.normalize('NFKC');
  const length = [...password].length;
  if (length < MIN_LENGTH || length > MAX_LENGTH) return `must have ${MIN_LENGTH}–${MAX_LENGTH} characters`;
  const plain = password.toLowerCase();
  const stem = withoutTail(plain);
  if (/^\d+$/.test(plain) || new Set(plain).size <= 2 || COMMON.has(plain) || COMMON.has(stem)) {
    return 'is too common: choose one that nobody guesses';
  }
  return null;
}

/** Without the digits and signs at its end, which make a common word no better. */
function withoutTail(password: string): string {
  const letters = [...password];
  return letters.slice(0, letters.findLastIndex((letter) => /[a-z]/.test(letter)) + 1).join('');
}
