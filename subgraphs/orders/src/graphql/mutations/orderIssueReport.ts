import { issueKind, MAX_PIECES } from '@nakku/contracts';
import {
  idempotencyError,
  idempotencyKeyInput,
  idInput,
  parseInput,
  requireScope,
  textInput,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { reportIssue } from '../../app/reportIssue.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { reportError } from '../errors.ts';

const lineBounds = { error: 'must have 1–100 lines' };

const inputSchema = z.object({
  orderId: idInput,
  kind: issueKind,
  lines: z
    .array(z.object({ lineId: idInput, quantity: wholeInput(1, MAX_PIECES) }))
    .min(1, lineBounds)
    .max(100, lineBounds),
  note: textInput(0, 500)
    .nullish()
    .transform((text) => text || null),
  idempotencyKey: idempotencyKeyInput,
});

export const orderIssueReport: NonNullable<MutationResolvers['orderIssueReport']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: customerId } = requireScope(caller, 'orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { issue: null, userErrors: input.errors };
  const result = await reportIssue(deps, { customerId, ...input.value });
  switch (result.kind) {
    case 'done': {
      const issues = (await loaders.issues.load(input.value.orderId))?.issues ?? [];
      return { issue: issues.find(({ issueId }) => issueId === result.issueId) ?? null, userErrors: [] };
    }
    case 'refused':
      return { issue: null, userErrors: [reportError(result.refusal)] };
    default:
      return { issue: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
  }
};
