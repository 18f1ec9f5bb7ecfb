import type { Resolvers } from '../generated/graphql.ts';
import { widgetAdd } from './mutations/widgetAdd.ts';
import { widget } from './queries/widget.ts';
import { widgets } from './queries/widgets.ts';
import { widgetType } from './types/widget.ts';

/** All resolvers of the widgets subgraph. */
export const resolvers = {
  Query: { widget, widgets },
  Mutation: { widgetAdd },
  Widget: widgetType,
} satisfies Resolvers;
