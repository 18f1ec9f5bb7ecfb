import { GraphQLError, Kind, parse, visit } from 'graphql';
import type { DirectiveNode, DocumentNode } from 'graphql';
import { argument, linkedNames } from '../federation/links.ts';
import { problemsOf } from './problems.ts';
import type { SchemaProblem } from './problems.ts';

/** Directives of the federation specification that this gateway does not carry out, with what to do instead. */
const unsupported = {
  context: '@context does not work in this gateway: pass the value as an argument',
  fromContext: '@fromContext does not work in this gateway: pass the value as an argument',
  cacheTag: '@cacheTag has no effect in this gateway',
} as const;

/**
 * What a subgraph's schema uses that composes, but that @apollo/gateway's planner executes wrongly or not at all:
 * arguments inside of `@requires`, progressive `@override(label:)`, `@context`, `@connect`, `@cacheTag`. Directives are
 * found under the names that the schema's links give them. Each problem has the code `UNSUPPORTED_BY_GATEWAY`.
 */
export function plannerProblems(typeDefs: DocumentNode): SchemaProblem[] {
  const linked = linkedNames(typeDefs);
  // A schema of Federation 1 links nothing and uses the plain names.
  const nameOf = (directive: string) => linked('https://specs.apollo.dev/federation', directive) ?? directive;
  const messages = new Map(Object.entries(unsupported).map(([name, message]) => [nameOf(name), message]));
  const [requires, override] = [nameOf('requires'), nameOf('override')];
  const connect = [
    linked('https://specs.apollo.dev/connect', 'connect'),
    linked('https://specs.apollo.dev/connect', 'source'),
  ];
  const problems: SchemaProblem[] = [];

  const messageOf = (directive: DirectiveNode): string | undefined => {
    const name = directive.name.value;
    if (name === requires && hasArguments(directive)) {
      return 'arguments inside of @requires give wrong data in this gateway: require a field without arguments';
    }
    if (name === override && argument(directive, 'label')) {
      return '@override with a label does not work in this gateway: override the field at once, without it';
    }
    if (connect.includes(name)) return `@${name} does not work in this gateway: write a subgraph`;
    return messages.get(name);
  };
  visit(typeDefs, {
    Directive(node) {
      const message = messageOf(node);
      if (message === undefined) return;
      const extensions = { code: 'UNSUPPORTED_BY_GATEWAY' };
      problems.push(...problemsOf(new GraphQLError(message, { nodes: [node], extensions })));
    },
    // A declaration is no use.
    DirectiveDefinition: () => false,
  });
  return problems;
}

/** Whether a field set calls a field with arguments. One that cannot be parsed is for composition to refuse. */
function hasArguments(directive: DirectiveNode): boolean {
  const fields = argument(directive, 'fields');
  if (fields?.kind !== Kind.STRING) return false;
  let found = false;
  try {
    visit(parse(`{ ${fields.value} }`, { noLocation: true }), { Argument: () => void (found = true) });
  } catch {
    return false;
  }
  return found;
}
