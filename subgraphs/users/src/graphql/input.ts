import { addressInput, idInput, textInput } from '@nakku/graphql-kit';
import { roleSchema } from '@nakku/identity';
import { z } from 'zod';
import { passwordProblem } from '../domain/passwordRules.ts';

const newPassword = z.string().superRefine((password, check) => {
  const problem = passwordProblem(password);
  if (problem !== null) check.addIssue({ code: 'custom', message: problem });
});
/** As presented: never too long to hash, and not judged otherwise. */
const presentedPassword = z.string().max(512, { error: 'must have at most 512 characters' });
const email = z.string().max(254, { error: 'must have at most 254 characters' });
const name = textInput(1, 100);
const label = textInput(1, 40);
const phone = z.string().nullish();

export const registerInput = z.object({ email, password: newPassword, name, phone });
export const credentialsInput = z.object({ email, password: presentedPassword });
export const refreshInput = z.object({
  refreshToken: z
    .string()
    .min(1, { error: 'must have 1–128 characters' })
    .max(128, { error: 'must have 1–128 characters' }),
});
export const sessionIdInput = z.object({ sessionId: idInput.nullish() });
export const profileInput = z.object({
  name: name.nullish(),
  phone,
  expectedVersion: z.number().int().nullish(),
});
export const passwordInput = z.object({ currentPassword: presentedPassword, newPassword });
export const addressAddInput = z.object({ label, address: addressInput, isDefault: z.boolean() });
export const addressUpdateInput = z.object({
  addressId: idInput,
  input: z.object({ label: label.nullish(), address: addressInput.nullish() }),
});
export const addressIdInput = z.object({ addressId: idInput });
export const userIdInput = z.object({ userId: idInput });

const MAX_STORES = 50;
export const rolesInput = z
  .object({
    userId: idInput,
    roles: z
      .array(z.string().toLowerCase().pipe(roleSchema))
      .min(1, { error: 'must name at least one role' })
      .transform((roles) => [...new Set(roles)]),
    storeIds: z
      .array(idInput)
      .max(MAX_STORES, { error: `must name at most ${MAX_STORES} stores` })
      .transform((ids) => [...new Set(ids)]),
  })
  .refine((input) => input.storeIds.length === 0 || input.roles.includes('store_operator'), {
    error: 'must be empty without the role STORE_OPERATOR',
    path: ['storeIds'],
  });
