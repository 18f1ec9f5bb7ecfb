import type { Resolvers } from '../generated/graphql.ts';
import type { WidgetsService } from '../service.ts';
import { queries } from './queries.ts';
import { widgetAdd } from './widgetAdd.ts';
import { widgetType } from './widgetType.ts';

/** All resolvers of the widgets subgraph. */
export function resolvers(service: WidgetsService): Resolvers {
  return {
    Query: queries(service),
    Mutation: {
      widgetAdd: widgetAdd(service),
    },
    Widget: widgetType,
  };
}
