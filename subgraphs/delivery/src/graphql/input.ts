import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { vehicles } from '../domain/courier.ts';
import { codePattern } from '../domain/handoverCode.ts';

/** Latitude and longitude are bounded by their scalars. */
const location = z.object({ latitude: z.number(), longitude: z.number() });
const reason = textInput(1, 200);

export const courierCreateInput = z.object({
  userId: idInput,
  displayName: textInput(1, 60),
  vehicle: z.enum(vehicles),
  capacity: wholeInput(1, 10),
});

export const offerArguments = z.object({ offerId: idInput });
export const deliveryArguments = z.object({ deliveryId: idInput });
export const reasonArguments = z.object({ deliveryId: idInput, reason });
export const completeArguments = z.object({
  deliveryId: idInput,
  code: z.string().regex(codePattern, { error: 'must be the 4 digits that the customer says' }).nullish(),
});

/** @param latest the instant from which a measurement lies in the future */
export function positionInput(latest: Date) {
  return z.object({ location, at: z.date().max(latest, { error: 'must not be in the future' }) });
}
