import { idInput, textInput } from '@nakku/graphql-kit';
import { z } from 'zod';

export const offerArguments = z.object({ offerId: idInput });
export const deliveryArguments = z.object({ deliveryId: idInput });
export const reasonArguments = z.object({ deliveryId: idInput, reason: textInput(1, 200) });
