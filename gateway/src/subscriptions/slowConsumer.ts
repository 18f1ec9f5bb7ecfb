import { errorOf } from '../execution/answers.ts';

/** What a client is told whose unread messages exceed its buffer. */
export const slowConsumer = errorOf(
  'SLOW_CONSUMER',
  'Messages arrive faster than they are read: subscribe again after the last cursor',
);
