import {
  idempotencyError,
  idempotencyKeyInput,
  parseInput,
  requireUser,
  textInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { addWidget, MAX_TEXT } from '../domain/widget.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { widgetAdded } from '../metrics.ts';
import type { WidgetsService } from '../service.ts';
import { insertWidget, loadWidgets } from '../store/widgets.ts';

const input = z.object({ text: textInput(1, MAX_TEXT), idempotencyKey: idempotencyKeyInput });

export function widgetAdd(service: WidgetsService): NonNullable<MutationResolvers['widgetAdd']> {
  return async (_, args, { caller }) => {
    const { userId } = requireUser(caller);
    const parsed = parseInput(input, args.input, ['input']);
    if (!parsed.ok) return { widget: null, userErrors: parsed.errors };
    const { text, idempotencyKey: key } = parsed.value;
    const result = await service.platform.idempotent<string, never>(
      { callerId: userId, mutation: 'widgetAdd', key, variables: { text } },
      async (tx) => {
        const widget = addWidget({ id: service.newId(), ownerId: userId, text, now: service.now() });
        await insertWidget(tx.db, widget);
        widgetAdded();
        return { result: widget.id };
      },
    );
    if (result.kind === 'refused') return { widget: null, userErrors: [result.refused] };
    if (result.kind !== 'done') {
      return { widget: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
    }
    const [widget = null] = await loadWidgets(service.db, [result.result]);
    return { widget, userErrors: [] };
  };
}
