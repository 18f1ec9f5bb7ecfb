/**
 * The one rule for text that people write, wherever it enters: well-formed Unicode, normalised to NFC, trimmed, without
 * control characters other than tab and line breaks, and with something to see in it.
 */

/** Control characters other than tab and line breaks: they mean nothing to people and break logs and databases. */
// eslint-disable-next-line no-control-regex -- these are what it looks for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** Overrides and isolates of the writing direction: they show a text in another order than it is stored in. */
const DIRECTION_OVERRIDE = /[\u202A-\u202E\u2066-\u2069]/;

/** Half of a surrogate pair: no database and no other process can store it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Anything but spaces, format characters such as U+200B, and what Unicode has not assigned. */
const VISIBLE = /[^\p{Z}\p{C}]/u;

/** Whether the text can be stored and sent on unchanged: no NUL, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}

/** Why a text is refused, as a sentence's end for clients; null if it is fine. */
export function textProblem(text: string): string | null {
  if (!isStorable(text)) return 'must be well-formed Unicode text';
  if (CONTROL.test(text)) return 'must not have control characters';
  if (DIRECTION_OVERRIDE.test(text)) return 'must not override the writing direction';
  if (text !== '' && !VISIBLE.test(text)) return 'must have visible characters';
  return null;
}

/** The form in which texts are stored and compared. */
export function normalised(text: string): string {
  return text.normalize('NFC').trim();
}
