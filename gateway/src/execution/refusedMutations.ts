import type { GraphQLFormattedError } from 'graphql';
import { isJsonObject } from '../subgraphs/json.ts';

/**
 * What authorization denied, without what a refused mutation would have returned: a payload that says why (`userErrors`)
 * and has no object has nothing that anybody may not see.
 *
 * @param dataOf the result's data, read only if it decides something
 */
export function withoutRefused(
  denied: readonly GraphQLFormattedError[],
  dataOf: () => unknown,
): readonly GraphQLFormattedError[] {
  if (!denied.some(({ path = [] }) => path.length > 2)) return denied;
  const data = dataOf();
  return denied.filter(({ path = [] }) => {
    const [root, member] = path;
    const payload = isJsonObject(data) && typeof root === 'string' ? data[root] : undefined;
    if (path.length < 3 || typeof member !== 'string' || !isJsonObject(payload)) return true;
    const { userErrors } = payload;
    return !(Array.isArray(userErrors) && userErrors.length > 0 && payload[member] === null);
  });
}
