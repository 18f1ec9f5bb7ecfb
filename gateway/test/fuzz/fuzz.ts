import { Supergraph } from '@apollo/federation-internals';
import type { Caller } from '@nakku/identity';
import { createAdmission } from '../../src/admission/admit.ts';
import type { AdmissionRules } from '../../src/admission/admit.ts';
import { createSnapshot } from '../../src/supergraph/snapshot.ts';
import { withoutUnknownPurposes } from '../../src/supergraph/unenforced.ts';
import { chanceOf } from './chance.ts';
import { contextOf, fetched, plannedOf, runCompiled, startApollo, Subgraphs } from './executors.ts';
import { generatedOperation } from './generatedOperation.ts';
import { createSpecification } from './specification.ts';
import { stubSubgraph } from './stubSubgraph.ts';
import { verdictOn } from './verdict.ts';
import type { Outcome, Verdict } from './verdict.ts';

export interface FuzzOptions {
  /** The supergraph with all its directives. */
  readonly sdl: string;
  /** Repeats everything, with the number of the operation. */
  readonly seed: string;
  readonly rules: AdmissionRules;
}

export interface FuzzCase {
  readonly number: number;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly verdict: Verdict;
  readonly ours: Outcome;
  readonly apollo: Outcome;
  readonly specified: unknown;
}

export interface Fuzz {
  /** Runs one operation by both executors; undefined if it is none that may be executed. */
  run(number: number, caller: Caller): Promise<FuzzCase | undefined>;
  stop(): Promise<void>;
}

/** Rates at which subgraphs go wrong, in turn; 0: they do as their schemas say. */
const troubles = [0, 0.01, 0.04, 0.15];

/** Compares the compiled executor with Apollo's over subgraphs that respond by chance. */
export async function startFuzz(o: FuzzOptions): Promise<Fuzz> {
  const snapshot = createSnapshot(o.sdl, 1_000);
  const admit = createAdmission(() => snapshot, o.rules);
  const schemas = [...Supergraph.build(withoutUnknownPurposes(o.sdl)).subgraphs().values()].map(
    ({ name, schema }) => [name, schema.toGraphQLJSSchema()] as const,
  );
  const specify = createSpecification(snapshot.schema);
  const apollo = await startApollo(o.sdl);

  function subgraphsFor(number: number): Subgraphs {
    const trouble = troubles[number % troubles.length] ?? 0;
    const options = { joined: snapshot.joinedSchema, seed: `${o.seed} ${number}`, trouble };
    return new Subgraphs(schemas.map(([name, schema]) => [name, stubSubgraph({ ...options, name, schema })]));
  }

  return {
    async run(number, caller) {
      const { query, variables } = generatedOperation(
        snapshot.schema,
        chanceOf(`${o.seed} operation ${number}`),
      );
      const admitted = await admit({ query, variables }, caller, 'sse');
      if (admitted.kind === 'refused') {
        return undefined;
      }
      const context = contextOf(admitted, caller);
      const planned = plannedOf(admitted);
      const ours = await runCompiled(context, planned, subgraphsFor(number));
      const theirs = await apollo.run(context, planned, subgraphsFor(number));
      const raw = await fetched(context, planned, subgraphsFor(number));
      const specified = specify(admitted.document, admitted.operation.name?.value, variables, raw, ours.data);
      const verdict = verdictOn(ours, theirs, specified, admitted.denied);
      return { number, query, variables, verdict, ours, apollo: theirs, specified };
    },
    stop: () => apollo.stop(),
  };
}
