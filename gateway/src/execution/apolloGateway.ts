import { ApolloGateway } from '@apollo/gateway';
import type { GatewayConfig, GraphQLDataSource, SupergraphSdlHook } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { executionIn } from './apolloExecution.ts';
import { planOf } from './plans.ts';
import { runPlan } from './runPlan.ts';
import type { ApolloExecutionResult, ApolloRequestContext } from './runPlan.ts';

const emptyPlan: QueryPlan = { kind: 'QueryPlan' };

/**
 * Apollo's gateway, which loads and follows the supergraph. What Apollo Server gives it to execute was admitted before:
 * the plan is made of what authorization left of the operation.
 */
export class AdmittedGateway extends ApolloGateway {
  readonly #services: Record<string, GraphQLDataSource> = {};

  constructor(o: {
    readonly supergraphSdl: SupergraphSdlHook;
    readonly dataSource: (subgraph: string, url: string | undefined) => GraphQLDataSource;
    readonly logger: NonNullable<GatewayConfig['logger']>;
  }) {
    super({
      supergraphSdl: o.supergraphSdl,
      buildService: ({ name, url }) => (this.#services[name] = o.dataSource(name, url)),
      logger: o.logger,
    });
  }

  override executor = async (requestContext: ApolloRequestContext): Promise<ApolloExecutionResult> => {
    const execution = executionIn(requestContext.context);
    if (!execution) throw new Error('an operation reached execution without admission');
    const { admitted } = execution.context;
    return runPlan(
      execution.event?.plan ?? planOf(admitted) ?? emptyPlan,
      admitted,
      this.#services,
      requestContext,
    );
  };
}
