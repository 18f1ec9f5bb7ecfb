import type { Page } from '@nakku/graphql-kit';
import type { Widget } from '../domain/widget.ts';
import type { Widget as Row } from '../generated/prisma/client.ts';
import type { Db } from './database.ts';

const widgetOf = ({ updatedAt: _, ...row }: Row): Widget => row;

export async function loadWidgets(db: Db, ids: readonly string[]): Promise<Widget[]> {
  return (await db.widget.findMany({ where: { id: { in: [...ids] } } })).map(widgetOf);
}

/** A page of a user's widgets, newest first: identifiers grow with time. One row more than asked tells of more. */
export async function listWidgets(db: Db, ownerId: string, page: Page<string>): Promise<Widget[]> {
  const beyond =
    page.cursor === null ? {} : { id: page.backward ? { gt: page.cursor } : { lt: page.cursor } };
  const rows = await db.widget.findMany({
    where: { ownerId, ...beyond },
    orderBy: { id: page.backward ? 'asc' : 'desc' },
    take: page.limit + 1,
  });
  return rows.map(widgetOf);
}

export async function insertWidget(db: Db, widget: Widget): Promise<void> {
  await db.widget.create({ data: { ...widget, updatedAt: widget.createdAt } });
}
