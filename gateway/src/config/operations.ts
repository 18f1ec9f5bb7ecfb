import { z } from 'zod';
import { atLeastOne, setting } from './setting.ts';

/** How large an operation may be, whatever transport brings it. */
export const operations = z
  .strictObject({
    introspection: setting(
      'INTROSPECTION',
      'Whether clients may ask for the schema; unset: outside of production only.',
      z.boolean().optional(),
    ),
    maxBodyBytes: setting(
      'MAX_BODY_BYTES',
      'Bytes of a POST, characters of a GET query.',
      atLeastOne(256 * 1024),
    ),
    maxTokens: setting('MAX_TOKENS', 'Tokens of a document; comments are none.', atLeastOne(5_000)),
    maxDepth: setting('MAX_DEPTH', 'Levels of fields.', atLeastOne(16)),
    maxAliases: setting('MAX_ALIASES', 'Aliases, with every fragment spread out.', atLeastOne(30)),
    maxRootFields: setting(
      'MAX_ROOT_FIELDS',
      'Fields of the root, with every fragment spread out.',
      atLeastOne(20),
    ),
    maxDirectives: setting('MAX_DIRECTIVES', 'Directives, with every fragment spread out.', atLeastOne(50)),
    maxSelections: setting('MAX_SELECTIONS', 'Fields, with every fragment spread out.', atLeastOne(2_000)),
    maxNameLength: setting(
      'MAX_NAME_LENGTH',
      'Characters of one name: of an operation, alias, variable or fragment. An alias comes back with each object of a list.',
      atLeastOne(64),
    ),
    maxErrors: setting(
      'MAX_ERRORS',
      'Errors of one response; the last says how many are not shown.',
      atLeastOne(9),
    ),
    policyTimeoutMs: setting(
      'POLICY_TIMEOUT_MS',
      'How long the evaluator of `@policy` may take; what it has not granted by then is refused.',
      atLeastOne(1_000),
    ),
    cached: setting(
      'MAX_CACHED_OPERATIONS',
      'Operations that are kept parsed, validated and planned.',
      atLeastOne(1_000),
    ),
  })
  .meta({ description: 'How large an operation may be, whatever transport brings it.' });

/** The limits that admission keeps, by the names that it knows them by. */
export function limitsOf(settings: z.output<typeof operations>) {
  return {
    tokens: settings.maxTokens,
    depth: settings.maxDepth,
    aliases: settings.maxAliases,
    rootFields: settings.maxRootFields,
    directives: settings.maxDirectives,
    selections: settings.maxSelections,
    nameLength: settings.maxNameLength,
  };
}

/** The limits of a gateway that was told none: for checks beside a running one. */
export const defaultLimits = () => limitsOf(operations.parse({}));
