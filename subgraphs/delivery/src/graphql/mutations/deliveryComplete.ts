import { idInput, invalidInput, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { completeDelivery } from '../../app/completeDelivery.ts';
import { codePattern } from '../../domain/handoverCode.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { notAtDoor, wrongCode } from '../errors.ts';
import { deliveryPayload } from '../payloads.ts';

const input = z.object({
  deliveryId: idInput,
  isAgeVerified: z.boolean(),
  code: z.string().regex(codePattern, { error: 'must be the 4 digits that the customer says' }).nullish(),
});

export const deliveryComplete: MutationResolvers['deliveryComplete'] = async (_, args, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const { deliveryId, code = null, isAgeVerified } = parsed.value;
  const result = await completeDelivery(deps, { deliveryId, courierId, code, isAgeVerified });
  if (result.kind === 'done') return deliveryPayload(result);
  switch (result.reason) {
    case 'CODE_MISSING':
      return {
        delivery: null,
        userErrors: [invalidInput(['code'], 'is needed: the customer says the 4 digits')],
      };
    case 'AGE_NOT_VERIFIED':
      return {
        delivery: null,
        userErrors: [
          invalidInput(
            ['isAgeVerified'],
            `must be true: check that whoever takes the goods is ${result.ageLimit} years old or more`,
          ),
        ],
      };
    case 'NOT_AT_DOOR':
      return { delivery: null, userErrors: [notAtDoor(result.meters)] };
    case 'WRONG_CODE':
      return { delivery: null, userErrors: [wrongCode(result.tries)] };
    default:
      return deliveryPayload(result);
  }
};
