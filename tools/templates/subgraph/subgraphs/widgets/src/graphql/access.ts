import type { Caller } from '@nakku/identity';
import { mayRead } from '../domain/widget.ts';
import type { Widget } from '../domain/widget.ts';

/** The widget if the caller may read it: a foreign one and a missing one are alike. */
export function visibleTo(caller: Caller, widget: Widget | null): Widget | null {
  const userId = caller.kind === 'user' ? caller.userId : null;
  return widget !== null && mayRead(widget, userId) ? widget : null;
}
