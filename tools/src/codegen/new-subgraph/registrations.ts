import { DEFAULT_PORT_BASE, PORT_OFFSETS } from '../../system/ports.ts';
import type { Names } from './names.ts';
import { renamed } from './names.ts';

/** Puts `added` before the first `anchor` behind `from`. @throws Error when the file has another form than expected */
function before(text: string, anchor: string, added: string, from = ''): string {
  const start = text.indexOf(from);
  const at = start < 0 ? -1 : text.indexOf(anchor, start);
  if (at < 0) throw new Error(`there is no \`${anchor.trim()}\` after \`${from.trim()}\``);
  return text.slice(0, at) + added + text.slice(at);
}

/** Webhooks come in from the sixteenth port on. */
const LAST_OFFSET = 15;

/** Distance of a service's internal port from its own. */
const INTERNAL = PORT_OFFSETS['gateway-internal'] - PORT_OFFSETS.gateway;

/** The next port that no service has. @throws Error when all are taken */
export function freeOffset(): number {
  const taken: readonly number[] = Object.values(PORT_OFFSETS);
  for (let offset = 1; offset <= LAST_OFFSET; offset += 1) if (!taken.includes(offset)) return offset;
  throw new Error(`All ports up to ${DEFAULT_PORT_BASE + LAST_OFFSET} are taken: see PORT_OFFSETS`);
}

/** tools/src/system/ports.ts: name and port. */
export function inPorts(text: string, { plural }: Names, offset: number): string {
  const named = before(text, '] as const;', `  '${plural}',\n`, 'export const SUBGRAPHS');
  const own = `  ${plural}: ${offset},\n`;
  const withOwn = before(named, "  'payments-webhook':", own, 'export const PORT_OFFSETS');
  const internal = `  '${plural}-internal': ${INTERNAL + offset},\n`;
  return before(withOwn, '};\n', internal, 'export const PORT_OFFSETS');
}

/** tools/src/system/services.ts: the service. */
export const inServices = (text: string, { plural }: Names): string =>
  before(text, '  gateway,\n', `  subgraph('${plural}'),\n`, 'export const SERVICES');

/** codegen.yml: the resolver types. */
export function inCodegen(text: string, names: Names): string {
  return `${text.trimEnd()}
${renamed(
  `  subgraphs/widgets/src/generated/graphql.ts:
    schema: [schema/shared/*.graphql, schema/widgets.graphql]
    plugins: [typescript, typescript-resolvers]
    config:
      <<: *config
      mappers:
        User: '{ id: string }'
        Widget: ../domain/widget.ts#Widget as WidgetModel
`,
  names,
)}`;
}

/** docker-compose.yml: the service, its address for the gateway, and that the gateway waits for it. */
export function inCompose(text: string, { plural }: Names, offset: number): string {
  const port = DEFAULT_PORT_BASE + offset;
  const service = `  ${plural}:
    <<: *service
    build: { <<: *build, args: { SERVICE: ${plural} } }
    image: nakku-${plural}
    environment:
      <<: *subgraph-environment
      PORT: '${port}'
      INTERNAL_PORT: '${port + INTERNAL}'
      DATABASE_URL: postgresql://postgres@postgres:5432/nakku_${plural}
    depends_on: *servers-healthy

`;
  const withService = before(text, '  gateway:\n    <<: *service\n', service);
  const address = `,"${plural}":"http://${plural}:${port}/graphql"`;
  const withAddress = before(withService, "}'\n", address, 'SUBGRAPH_URLS:');
  const waits = `      ${plural}: { condition: service_healthy }\n`;
  return before(withAddress, '      redis: { condition', waits, '  gateway:\n');
}
