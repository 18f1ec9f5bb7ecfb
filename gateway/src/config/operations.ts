import { z } from 'zod';
import { atLeastOne, between, setting } from './setting.ts';

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
    maxFragments: setting('MAX_FRAGMENTS', 'Fragments that an operation may have.', atLeastOne(50)),
    maxComparisons: setting(
      'MAX_COMPARISONS',
      'Pairs of fields that come back under one name at one place: validation compares each two of them.',
      atLeastOne(2_000),
    ),
    maxResponseBytes: setting(
      'MAX_RESPONSE_BYTES',
      'Estimated bytes of one response: the names of its fields as often as they come back, and 24 for each value.',
      atLeastOne(8 * 1024 * 1024),
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
    cachedBytes: setting(
      'MAX_CACHED_OPERATION_BYTES',
      'Bytes of all operations that are kept parsed and validated together; the least recently used go first.',
      atLeastOne(64 * 1024 * 1024),
    ),
    cachedPlanBytes: setting(
      'MAX_CACHED_PLAN_BYTES',
      'Bytes of all plans that are kept together, with what is compiled of them; those that came once go first.',
      atLeastOne(96 * 1024 * 1024),
    ),
    planningTimeoutMs: setting(
      'PLANNING_TIMEOUT_MS',
      'How long planning one operation may take, in a thread of its own; one that takes longer is refused, for a minute without trying.',
      atLeastOne(5_000),
    ),
    planWarmingTimeoutMs: setting(
      'PLAN_WARMING_TIMEOUT_MS',
      'How long a new supergraph may plan the operations in use before it takes over with those that it has.',
      atLeastOne(5_000),
    ),
    maxWaitingPlans: setting(
      'MAX_WAITING_PLANS',
      'Operations that may wait to be planned. They are planned in turn from each client.',
      atLeastOne(500),
    ),
    maxWaitingPlansPerClient: setting(
      'MAX_WAITING_PLANS_PER_CLIENT',
      'How many of them may be of one client.',
      atLeastOne(50),
    ),
    maxEvaluatedPlans: setting(
      'MAX_EVALUATED_PLANS',
      'Alternatives that the planner compares for one operation before it takes the best so far.',
      between(1, 10_000, 1_000),
    ),
    maxPlanPaths: setting(
      'MAX_PLAN_PATHS',
      'Ways to one field that the planner considers.',
      between(1, 10_000, 100),
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
    fragments: settings.maxFragments,
    comparisons: settings.maxComparisons,
  };
}

/** The limits of a gateway that was told none: for checks beside a running one. */
export const defaultLimits = () => limitsOf(operations.parse({}));

/** How operations are planned, and what their plans may take. */
export function planningLimits({ operations: settings }: { operations: z.output<typeof operations> }) {
  return {
    maxPlanBytes: settings.cachedPlanBytes,
    timeoutMs: settings.planningTimeoutMs,
    warmingTimeoutMs: settings.planWarmingTimeoutMs,
    maxWaiting: settings.maxWaitingPlans,
    maxWaitingPerClient: settings.maxWaitingPlansPerClient,
    maxEvaluatedPlans: settings.maxEvaluatedPlans,
    pathsLimit: settings.maxPlanPaths,
  };
}

/** Those of a gateway that was told none. */
export const defaultPlanningLimits = () => planningLimits({ operations: operations.parse({}) });
