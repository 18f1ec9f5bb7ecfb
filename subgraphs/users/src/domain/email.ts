/** The form in which e-mail addresses are stored and compared: a login name has no case. */
export function accountOf(email: string): string {
  return email.normalize('NFC').toLowerCase();
}
