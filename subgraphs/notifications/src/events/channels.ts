/** There is mail to send: wakes the workers of all processes. */
export const MAIL_CHANNEL = 'notifications:mail';

/** Live channel of a user's list of notifications, which every new one signals. */
export const inboxChannel = (userId: string): string => `notifications:user:${userId}`;
