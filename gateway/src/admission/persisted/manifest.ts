import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripIgnoredCharacters } from 'graphql';
import { z } from 'zod';

/** Apollo's persisted query manifest: https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
export const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      /** What clients send as `extensions.persistedQuery.sha256Hash`. */
      id: z.string().min(1),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']),
      body: z.string().min(1),
    }),
  ),
});
export type Manifest = z.output<typeof manifestSchema>;

/** The operations of several manifests. */
export interface Safelist {
  readonly size: number;
  readonly names: ReadonlySet<string>;
  /** The text of an operation by its id. */
  bodyOf(id: string): string | undefined;
  /** Whether a text is that of an operation; white space, commas and comments do not matter. */
  hasBody(text: string): boolean;
}

export function safelistOf(manifests: readonly Manifest[]): Safelist {
  const bodies = new Map(manifests.flatMap(({ operations }) => operations.map(({ id, body }) => [id, body])));
  const signatures = new Set([...bodies.values()].map(signatureOf));
  return {
    size: bodies.size,
    names: new Set(manifests.flatMap(({ operations }) => operations.map(({ name }) => name))),
    bodyOf: (id) => bodies.get(id),
    hasBody(text) {
      const signature = signatureOf(text);
      return signature !== undefined && signatures.has(signature);
    },
  };
}

/** Reads a manifest. Throws an error that names the file and what is wrong with it. */
export function readManifest(file: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}`, {
      cause: error,
    });
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no manifest'}`);
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Equal for texts of equal meaning, in time linear in the text; undefined for what is no GraphQL. */
function signatureOf(text: string): string | undefined {
  try {
    return sha256(stripIgnoredCharacters(text));
  } catch {
    return undefined;
  }
}
