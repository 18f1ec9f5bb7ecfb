import { idInput } from '@nakku/graphql-kit';
import { mayRead } from '../domain/widget.ts';
import type { Widget } from '../domain/widget.ts';
import type { WidgetResolvers } from '../generated/graphql.ts';
import type { Context } from './context.ts';

/** The widget if the caller may read it. A foreign one and a missing one give the same answer. */
export async function readableWidget(id: string, { caller, widgets }: Context): Promise<Widget | null> {
  if (!idInput.safeParse(id).success) return null;
  const widget = await widgets.load(id);
  const userId = caller.kind === 'user' ? caller.userId : null;
  return widget !== null && mayRead(widget, userId) ? widget : null;
}

export const widgetType: WidgetResolvers = {
  __resolveReference: ({ id }, context) => readableWidget(id, context),
  owner: ({ ownerId }) => ({ id: ownerId }),
};
