import { idInput, isStorable, textInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { passwordProblem } from '../domain/passwordRules.ts';

/** Input schemas that several mutations share; bounds are those that schema/users.graphql describes. */

const wellFormed = { error: 'must be well-formed Unicode text' };

export const newPasswordInput = z
  .string()
  .refine(isStorable, wellFormed)
  .superRefine((password, check) => {
    const problem = passwordProblem(password);
    if (problem !== null) check.addIssue({ code: 'custom', message: problem });
  });
/** A password to compare: short enough to hash, and not judged otherwise. */
export const presentedPasswordInput = z
  .string()
  .max(512, { error: 'must have at most 512 characters' })
  .refine(isStorable, wellFormed);
export const emailInput = z.string().max(254, { error: 'must have at most 254 characters' });
export const nameInput = textInput(1, 100);
export const labelInput = textInput(1, 40);
export const phoneInput = z.string().nullish();
export const addressIdInput = z.object({ addressId: idInput });
export const userIdInput = z.object({ userId: idInput });
