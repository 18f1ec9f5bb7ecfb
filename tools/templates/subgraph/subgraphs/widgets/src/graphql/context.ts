import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Widget } from '../domain/widget.ts';

/** What the resolvers of widgets are given, new for each request. */
export interface Context extends BaseContext {
  /** Widgets by id, for references; rights are the resolvers' matter. */
  readonly widgets: DataLoader<string, Widget | null>;
}
