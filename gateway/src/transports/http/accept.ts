/** How a response is sent. */
export type ResponseFormat =
  | {
      readonly kind: 'single';
      readonly contentType: 'application/json' | 'application/graphql-response+json';
    }
  | { readonly kind: 'sse' }
  | { readonly kind: 'multipart' };

interface Range {
  readonly media: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const json = { kind: 'single', contentType: 'application/json' } as const;
const graphqlJson = { kind: 'single', contentType: 'application/graphql-response+json' } as const;

/**
 * The format that a client prefers, by the qualities and then the order of its Accept header (RFC 9110); undefined
 * if none is ours. `*` and no header mean application/json, as the GraphQL-over-HTTP specification asks for.
 */
export function acceptedFormat(accept: string | undefined): ResponseFormat | undefined {
  if (accept === undefined || accept === 'application/json' || accept.trim() === '') return json;
  const ranges = accept.split(',').map(rangeOf);
  const refused = new Set(ranges.flatMap(({ media, quality }) => (quality > 0 ? [] : [media])));
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const range of wanted) {
    const format = formatOf(range, refused);
    if (format) return format;
  }
  return undefined;
}

/** @param refused media types that the client names with the quality 0, whatever a wider range allows */
function formatOf({ media, parameters }: Range, refused: ReadonlySet<string>): ResponseFormat | undefined {
  const charset = parameters.get('charset');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return undefined;
  if (refused.has(media)) return undefined;
  switch (media) {
    case 'application/graphql-response+json':
      return graphqlJson;
    case 'application/json':
      return json;
    case '*/*':
      if (refused.has('application/*')) return undefined;
      return [json, graphqlJson].find(({ contentType }) => !refused.has(contentType));
    case 'application/*':
      return [json, graphqlJson].find(({ contentType }) => !refused.has(contentType));
    case 'text/event-stream':
      return { kind: 'sse' };
    case 'multipart/mixed':
      // Without it the client means incremental delivery, which we do not do.
      return parameters.has('subscriptionspec') ? { kind: 'multipart' } : undefined;
    default:
      return undefined;
  }
}

function rangeOf(text: string): Range {
  const [media = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const [key = '', value = ''] = part.split('=');
      return [key.trim(), value.trim().replaceAll('"', '')];
    }),
  );
  const quality = Number(parameters.get('q') ?? 1);
  return { media, parameters, quality: Number.isFinite(quality) ? quality : 0 };
}
