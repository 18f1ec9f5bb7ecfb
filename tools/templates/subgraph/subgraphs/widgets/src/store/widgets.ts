import type { Page } from '@nakku/graphql-kit';
import type { Widget } from '../domain/widget.ts';
import type { Widget as WidgetRow } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

const toWidget = ({ updatedAt: _, ...row }: WidgetRow): Widget => row;

export async function widgetsById(db: Tx, ids: readonly string[]): Promise<Widget[]> {
  return (await db.widget.findMany({ where: { id: { in: [...ids] } } })).map(toWidget);
}

/** A page of a user's widgets, newest first: IDs grow with time. One row more than its limit if there is more. */
export async function widgetsOf(db: Tx, ownerId: string, page: Page<string>): Promise<Widget[]> {
  const beyond =
    page.cursor === null ? {} : { id: page.backward ? { gt: page.cursor } : { lt: page.cursor } };
  const rows = await db.widget.findMany({
    where: { ownerId, ...beyond },
    orderBy: { id: page.backward ? 'asc' : 'desc' },
    take: page.limit + 1,
  });
  return rows.map(toWidget);
}

export async function insertWidget(db: Tx, widget: Widget): Promise<void> {
  await db.widget.create({ data: { ...widget, updatedAt: widget.createdAt } });
}
