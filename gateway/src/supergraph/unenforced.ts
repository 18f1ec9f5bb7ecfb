import { Kind, parse, print, visit } from 'graphql';

/**
 * A copy of a supergraph for @apollo/gateway, which refuses one that links a specification `for: SECURITY` or
 * `for: EXECUTION` that it does not implement. We enforce those from the untouched document. The links of join and
 * context keep their purpose: the gateway does implement them.
 */
export function withoutUnknownPurposes(sdl: string): string {
  const stripped = visit(parse(sdl, { noLocation: true }), {
    Directive(node) {
      if (node.name.value !== 'link') return undefined;
      const url = node.arguments?.find((a) => a.name.value === 'url')?.value;
      if (url?.kind === Kind.STRING && /\/(join|context)\/v[\d.]+$/.test(url.value)) return undefined;
      return { ...node, arguments: node.arguments?.filter((a) => a.name.value !== 'for') };
    },
    // Directives can only be links of the schema here: types need no visit.
    ObjectTypeDefinition: () => false,
    InputObjectTypeDefinition: () => false,
    InterfaceTypeDefinition: () => false,
    EnumTypeDefinition: () => false,
  });
  return print(stripped);
}

/** Routing urls of a supergraph's subgraphs, by name: the `@join__graph` directives of its enum `join__Graph`. */
export function routingUrls(sdl: string): Map<string, string> {
  const urls = new Map<string, string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((d) => d.name.value === 'join__graph');
      const name = graph?.arguments?.find((a) => a.name.value === 'name')?.value;
      const url = graph?.arguments?.find((a) => a.name.value === 'url')?.value;
      if (name?.kind === Kind.STRING && url?.kind === Kind.STRING) urls.set(name.value, url.value);
    }
  }
  return urls;
}
