import type { GraphQLDataSource } from '@apollo/gateway';

/** Subgraphs as Apollo's executor asks them, by name. */
export type Services = Readonly<Record<string, GraphQLDataSource>>;

type Request = Parameters<GraphQLDataSource['process']>[0];
type Data = Awaited<ReturnType<GraphQLDataSource['process']>>['data'];

/** Subgraphs whose responses are remembered, so that a plan can be run again without asking them. */
export interface RecordedServices {
  readonly services: Services;
  /** The same responses once more, each as a copy and without its errors. Whoever failed responds with no data. */
  repeated(): Services;
}

/** Remembers the responses of one run of a plan. */
export function recordServices(services: Services): RecordedServices {
  const recorded = new Map<string, Data[]>();
  const each = (process: (name: string, request: Request) => ReturnType<GraphQLDataSource['process']>) =>
    Object.fromEntries(
      Object.keys(services).map((name) => [
        name,
        { process: (request: Request) => process(name, request) } satisfies GraphQLDataSource,
      ]),
    );

  return {
    services: each(async (name, request) => {
      const key = keyOf(name, request);
      const response = await fetchFrom(services, name, request);
      // The executor renames keys of what it gets, and puts other objects into it.
      const data = fits(request, response.data) ? structuredClone(response.data) : null;
      recorded.set(key, [...(recorded.get(key) ?? []), data]);
      return response;
    }),
    repeated() {
      const left = new Map([...recorded].map(([key, responses]) => [key, [...responses]]));
      return each((name, request) =>
        Promise.resolve({ data: structuredClone(left.get(keyOf(name, request))?.shift() ?? null) }),
      );
    },
  };
}

function fetchFrom(
  services: Services,
  name: string,
  request: Request,
): ReturnType<GraphQLDataSource['process']> {
  const service = services[name];
  if (!service) throw new Error(`no subgraph is called ${name}`);
  return service.process(request);
}

/** Whether the executor can use the data: of entities there must be one for each representation. */
function fits({ request }: Request, data: Data): boolean {
  const { representations }: { representations?: unknown } = request.variables ?? {};
  if (!Array.isArray(representations)) return true;
  const entities: unknown = data?._entities;
  return Array.isArray(entities) && entities.length === representations.length;
}

const keyOf = (name: string, { request, ...more }: Request): string =>
  JSON.stringify([
    name,
    request.query,
    request.variables,
    'pathInIncomingRequest' in more ? more.pathInIncomingRequest : [],
  ]);
