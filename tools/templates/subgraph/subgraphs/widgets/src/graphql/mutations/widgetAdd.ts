import {
  idempotencyError,
  idempotencyKeyInput,
  parseInput,
  requireUser,
  textInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { addWidget } from '../../app/addWidget.ts';
import { MAX_TEXT } from '../../domain/widget.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const inputSchema = z.object({ text: textInput(1, MAX_TEXT), idempotencyKey: idempotencyKeyInput });

export const widgetAdd: NonNullable<MutationResolvers['widgetAdd']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: ownerId } = requireUser(caller);
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { widget: null, userErrors: input.errors };
  const result = await addWidget(deps, { ownerId, ...input.value });
  if (result.kind !== 'done') {
    return { widget: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
  }
  return { widget: await loaders.widgets.load(result.widgetId), userErrors: [] };
};
