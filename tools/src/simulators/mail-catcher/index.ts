export { startMailCatcher } from './start.ts';
export type { MailCatcher, MailCatcherOptions } from './start.ts';
export type { CaughtMail } from './mailbox.ts';
