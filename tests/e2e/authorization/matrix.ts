import { isObjectType } from 'graphql';
import type { Row, Section } from '../../authorization/table.ts';
import { entityTypes } from '../../schema/supergraph.ts';
import { CALLERS } from './callers.ts';
import type { Cast, MatrixCaller } from './callers.ts';
import { execute, documentFor, firstMessage, plainFields, rootFields, schema } from './calling.ts';
import type { Kind } from './calling.ts';
import { outcomeOfMutation, outcomeOfQuery, outcomeOfSubscription, seenFields } from './outcome.ts';
import type { Cell } from './outcome.ts';
import { entities, mutations, queries, subscriptions } from './probes.ts';
import type { Probe, Way } from './probes.ts';
import { reportPosition } from './scene.ts';
import type { Scene } from './scene.ts';

const probesOf: Record<Kind, Readonly<Record<string, Probe>>> = {
  query: queries,
  mutation: mutations,
  subscription: subscriptions,
};

/** Fields and entities of the schema that nobody says how to call, and the other way round. */
export function unprobed(): string[] {
  const differences = (wanted: readonly string[], probed: readonly string[]) => [
    ...wanted.filter((name) => !probed.includes(name)),
    ...probed.filter((name) => !wanted.includes(name)),
  ];
  const kinds: Kind[] = ['query', 'mutation', 'subscription'];
  return [
    ...kinds.flatMap((kind) =>
      differences(
        rootFields(kind).map(({ name }) => name),
        Object.keys(probesOf[kind]),
      ),
    ),
    ...differences(entityTypes(), Object.keys(entities)),
  ];
}

const callersOf = ({ callers }: Cast): MatrixCaller[] => CALLERS.map((name) => callers[name]);

function fieldOf(kind: Kind, name: string) {
  const field = rootFields(kind).find((one) => one.name === name);
  if (!field) throw new Error(`the schema has no ${kind} ${name}`);
  return field;
}

/** @param known what of the scene its arguments need */
export async function queryRow(name: string, cast: Cast, known: Partial<Scene>): Promise<Row> {
  const scene: Scene = Object(known);
  const { args = () => ({}), otherwise, holds } = queries[name] ?? {};
  const field = fieldOf('query', name);
  const cellOf = async (caller: MatrixCaller): Promise<Cell> => {
    const outcomes: Cell[] = [];
    for (const given of otherwise ? [args, otherwise] : [args]) {
      const variables = given(scene);
      const response = await execute(caller, documentFor('query', field, variables), variables);
      outcomes.push(outcomeOfQuery(response, name, holds?.(scene)));
    }
    return (['yes', 'own'] as const).find((best) => outcomes.includes(best)) ?? 'no';
  };
  return { coordinate: `Query.${name}`, cells: await Promise.all(callersOf(cast).map(cellOf)) };
}

/** The cell of one mutation for one caller. */
export async function callMutation(name: string, caller: MatrixCaller, scene: Scene): Promise<Cell> {
  const { args, refusedBy } = mutations[name] ?? {};
  const variables = args?.(scene) ?? {};
  const query = documentFor('mutation', fieldOf('mutation', name), variables);
  return outcomeOfMutation(await execute(caller, query, variables), name, refusedBy);
}

/** One after the other, the owner and whoever else has a right last: they may change what the others try to. */
async function mutationRow(name: string, cast: Cast, scene: Scene): Promise<Row> {
  const cells = new Map<string, Cell>();
  const order: readonly (typeof CALLERS)[number][] = [
    'anonymous',
    'other customer',
    'operator of another store',
    'owner',
    'courier',
    'operator of this store',
    'admin',
  ];
  for (const caller of order) cells.set(caller, await callMutation(name, cast.callers[caller], scene));
  return { coordinate: `Mutation.${name}`, cells: CALLERS.map((caller) => cells.get(caller) ?? 'no') };
}

async function subscriptionRow(name: string, cast: Cast, scene: Scene): Promise<Row> {
  const variables = subscriptions[name]?.args?.(scene) ?? {};
  const query = documentFor('subscription', fieldOf('subscription', name), variables);
  const cells = await Promise.all(
    callersOf(cast).map(async (caller) =>
      outcomeOfSubscription(await firstMessage(caller, query, variables), name),
    ),
  );
  return { coordinate: `Subscription.${name}`, cells };
}

/** Every field of an entity, as each caller sees it. */
export async function entitySection(
  name: string,
  cast: Cast,
  scene: Scene | Pick<Scene, 'storeId'>,
): Promise<Section> {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  const fields = plainFields(type, { storeId: scene.storeId });
  const selection = `matrixId: id ${fields.map(({ text }) => text).join(' ')}`;
  const seen = await Promise.all(
    callersOf(cast).map(async (caller) =>
      seenFields(
        await Promise.all((entities[name] ?? []).map((way) => walk(way, selection, caller, scene))),
        fields.map((field) => field.name),
      ),
    ),
  );
  return {
    title: `\`${name}\``,
    rows: fields.map((field) => {
      const states = seen.map((one) => one[field.name]);
      const isSeenBySomebody = states.includes('value');
      const cells = states.map((state): Cell => {
        if (state === 'value') return 'yes';
        return state === 'null' && !isSeenBySomebody ? '—' : 'no';
      });
      return { coordinate: `${name}.${field.name}`, cells };
    }),
  };
}

async function walk(
  way: Way,
  selection: string,
  caller: MatrixCaller,
  scene: Scene | Pick<Scene, 'storeId'>,
) {
  // A way that is walked before the scene is complete needs nothing of it.
  const known: Scene = Object(scene);
  const query = way.query.replace('...F', selection);
  return { response: await execute(caller, query, way.variables(known)), id: way.id?.(known) };
}

/** What had to be looked at while it was there. */
export interface Early {
  /** The section of DeliveryOffer. */
  readonly offers: Section;
  /** The row of the query `pickQueue`. */
  readonly pickQueue: Row;
}

/** All of it, the mutations last. */
export async function makeMatrix(cast: Cast, scene: Scene, { offers, pickQueue }: Early): Promise<Section[]> {
  await reportPosition(cast.callers.courier);
  const subscribing: Row[] = [];
  for (const name of Object.keys(subscriptions)) subscribing.push(await subscriptionRow(name, cast, scene));
  const ofEntities: Section[] = [];
  for (const name of Object.keys(entities).filter((one) => one !== 'DeliveryOffer')) {
    // What is expected of a courier who went silent is not known.
    await reportPosition(cast.callers.courier);
    ofEntities.push(await entitySection(name, cast, scene));
  }
  const queryRows: Row[] = [];
  for (const name of Object.keys(queries)) {
    queryRows.push(name === 'pickQueue' ? pickQueue : await queryRow(name, cast, scene));
  }
  const changing: Row[] = [];
  for (const name of Object.keys(mutations)) changing.push(await mutationRow(name, cast, scene));
  return [
    { title: 'Queries', rows: queryRows },
    { title: 'Mutations', rows: changing },
    { title: 'Subscriptions', rows: subscribing },
    ...ofEntities,
    offers,
  ];
}
