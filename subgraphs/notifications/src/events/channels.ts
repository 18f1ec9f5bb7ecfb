/** Live channel of a user's list of notifications, which every new one signals. */
export const inboxChannel = (userId: string): string => `notifications:user:${userId}`;
