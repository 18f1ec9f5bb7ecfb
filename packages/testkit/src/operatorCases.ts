import { admin, anonymous, customer, operator } from './callers.ts';
import type { MutationCase } from './mutationCases.ts';

const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';
const rights = (args: MutationCase['args']): MutationCase[] => [
  { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
  { title: 'a customer', caller: customer(), args, refused: { error: 'FORBIDDEN' } },
  { title: 'an operator of a store', caller: operator([unknown]), args, refused: { error: 'FORBIDDEN' } },
];

/** Cases of the mutations by which an operator has a service apply what it has missed; `hasReplay`: by their deprecated names too. */
export function operatorCases(service: string, hasReplay = true): Record<string, readonly MutationCase[]> {
  const noLetter = { userError: 'NotFoundError', path: ['id'], code: 'NOT_FOUND' };
  const noTopic = { userError: 'InvalidInputError', path: ['topic'], code: 'INVALID_INPUT' };
  const letterCases: readonly MutationCase[] = [
    ...rights({ id: unknown }),
    { title: 'an unknown dead letter', caller: admin(), args: { id: unknown }, refused: noLetter },
    { title: 'no identifier at all', caller: admin(), args: { id: 'x' }, refused: noLetter },
  ];
  const topicCases: readonly MutationCase[] = [
    ...rights({ topic: 'orders' }),
    {
      title: 'a topic that it does not follow',
      caller: admin(),
      args: { topic: 'weather' },
      refused: noTopic,
    },
  ];
  return {
    [`${service}DeadLetterRedrive`]: letterCases,
    [`${service}TopicReprocess`]: topicCases,
    ...(hasReplay
      ? { [`${service}DeadLetterReplay`]: letterCases, [`${service}TopicReplay`]: topicCases }
      : {}),
  };
}
