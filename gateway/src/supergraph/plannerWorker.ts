// Plans operations in a thread of its own: planning takes milliseconds to seconds, and the event loop serves everybody.
import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { z } from 'zod';

const { sdl, maxEvaluatedPlans, pathsLimit } = z
  .object({ sdl: z.string(), maxEvaluatedPlans: z.number(), pathsLimit: z.number() })
  .parse(workerData);
const jobSchema = z.object({ text: z.string(), operationName: z.string().optional() });

const planner = new QueryPlanner(Supergraph.build(sdl, { validateSupergraph: false }), {
  debug: { maxEvaluatedPlans, pathsLimit },
});
const apiSchema = planner.supergraph.apiSchema();

parentPort?.on('message', (message: unknown) => {
  const { text, operationName } = jobSchema.parse(message);
  const started = performance.now();
  try {
    const document = parse(text, { noLocation: true });
    const named = operationName === undefined ? {} : { operationName };
    const plan = planner.buildQueryPlan(operationFromDocument(apiSchema, document, named));
    parentPort?.postMessage({ plan: JSON.stringify(plan), ms: performance.now() - started });
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort?.postMessage({ problem, ms: performance.now() - started });
  }
});
parentPort?.postMessage({ ready: true });
