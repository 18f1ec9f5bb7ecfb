// Plans operations in a thread of its own: planning takes milliseconds to seconds, and the event loop serves everybody.
// It is JavaScript so that a thread runs it from source as from a build: threads do not inherit loaders.
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

// On Linux a priority is that of a thread: whoever is served already goes first when processors are short.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + 5, 19));

const { sdl, maxEvaluatedPlans, pathsLimit } = workerData;
const planner = new QueryPlanner(Supergraph.build(sdl, { validateSupergraph: false }), {
  debug: { maxEvaluatedPlans, pathsLimit },
});
const apiSchema = planner.supergraph.apiSchema();

parentPort?.on('message', ({ text, operationName }) => {
  const started = performance.now();
  const passed = () => performance.now() - started;
  try {
    const document = parse(text, { noLocation: true });
    const named = operationName === undefined ? {} : { operationName };
    const plan = planner.buildQueryPlan(operationFromDocument(apiSchema, document, named));
    parentPort?.postMessage({ plan: JSON.stringify(plan), ms: passed() });
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.stack : String(error), ms: passed() });
  }
});
parentPort?.postMessage({ ready: true });
