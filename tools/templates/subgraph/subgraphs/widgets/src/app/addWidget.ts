import { newWidget } from '../domain/widget.ts';
import { countAdded } from '../metrics.ts';
import { insertWidget } from '../store/widgets.ts';
import type { Deps } from './deps.ts';

export interface AddWidget {
  readonly ownerId: string;
  readonly text: string;
  readonly idempotencyKey: string;
}

export type AddWidgetResult =
  | { readonly kind: 'done'; readonly widgetId: string }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'in_flight' };

/** Adds a widget of a user's, at most once per idempotency key. */
export async function addWidget(
  { platform, now, newId }: Deps,
  { ownerId, text, idempotencyKey: key }: AddWidget,
): Promise<AddWidgetResult> {
  const result = await platform.idempotent<string>(
    { callerId: ownerId, mutation: 'widgetAdd', key, variables: { text } },
    async (tx) => {
      const widget = newWidget({ id: newId(), ownerId, text, now: now() });
      await insertWidget(tx.db, widget);
      return { result: widget.id };
    },
  );
  if (result.kind === 'refused') return result.refused;
  if (result.kind !== 'done') return result;
  if (!result.isCached) countAdded();
  return { kind: 'done', widgetId: result.result };
}
