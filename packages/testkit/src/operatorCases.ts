import { admin, anonymous, customer, operator } from './callers.ts';
import type { MutationCase } from './mutationCases.ts';

const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';
const rights = (args: MutationCase['args']): MutationCase[] => [
  { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
  { title: 'a customer', caller: customer(), args, refused: { error: 'FORBIDDEN' } },
  { title: 'an operator of a store', caller: operator([unknown]), args, refused: { error: 'FORBIDDEN' } },
];

/** Cases of the two mutations by which an operator has a service apply what it has missed. */
export function operatorCases(service: string): Record<string, readonly MutationCase[]> {
  const noLetter = { userError: 'NotFoundError', path: ['id'], code: 'NOT_FOUND' };
  const noTopic = { userError: 'InvalidInputError', path: ['topic'], code: 'INVALID_INPUT' };
  return {
    [`${service}DeadLetterReplay`]: [
      ...rights({ id: unknown }),
      { title: 'an unknown dead letter', caller: admin(), args: { id: unknown }, refused: noLetter },
      { title: 'no identifier at all', caller: admin(), args: { id: 'x' }, refused: noLetter },
    ],
    [`${service}TopicReplay`]: [
      ...rights({ topic: 'orders' }),
      {
        title: 'a topic that it does not follow',
        caller: admin(),
        args: { topic: 'weather' },
        refused: noTopic,
      },
    ],
  };
}
