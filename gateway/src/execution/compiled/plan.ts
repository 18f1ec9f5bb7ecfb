import type { PlanNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { compileEntityFetch, compileRootFetch, shapeOf } from './fetches.ts';
import type { Step } from './planRun.ts';
import type { PlanPath } from './targets.ts';

/**
 * Compiles a plan.
 * @param schema of the supergraph, with all that clients do not see
 */
export function compilePlan(schema: GraphQLSchema, node: PlanNode): Step {
  const shapes = new Map<string, number>();
  countShapes(node, shapes);
  return compileNode(schema, node, [], shapes);
}

function compileNode(
  schema: GraphQLSchema,
  node: PlanNode,
  path: PlanPath,
  shapes: ReadonlyMap<string, number>,
): Step {
  const compile = (one: PlanNode): Step => compileNode(schema, one, path, shapes);
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map(compile);
      return async (run) => {
        for (const step of steps) await step(run);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map(compile);
      return async (run) => {
        await Promise.all(steps.map((step) => step(run)));
      };
    }
    case 'Flatten':
      return compileNode(schema, node.node, [...path, ...node.path.map(String)], shapes);
    case 'Condition': {
      const { condition, ifClause, elseClause } = node;
      const yes = ifClause && compile(ifClause);
      const no = elseClause && compile(elseClause);
      return async (run) => {
        await (run.variables[condition] === true ? yes : no)?.(run);
      };
    }
    case 'Fetch':
      // Only `@fromContext` needs them, which the supergraph's check refuses.
      if (node.contextRewrites) throw new Error('a plan with contexts cannot be executed');
      return node.requires
        ? compileEntityFetch(schema, node, path, (shapes.get(shapeOf(node)) ?? 0) > 1)
        : compileRootFetch(schema, node, path);
    case 'Defer':
      throw new Error('a plan with @defer cannot be executed');
  }
}

/** How often each shape of a fetch of entities is in a plan. */
function countShapes(node: PlanNode, shapes: Map<string, number>): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const one of node.nodes) countShapes(one, shapes);
      return;
    case 'Flatten':
      return countShapes(node.node, shapes);
    case 'Condition':
      if (node.ifClause) countShapes(node.ifClause, shapes);
      if (node.elseClause) countShapes(node.elseClause, shapes);
      return;
    case 'Fetch':
      if (node.requires) shapes.set(shapeOf(node), (shapes.get(shapeOf(node)) ?? 0) + 1);
      return;
    case 'Defer':
  }
}
