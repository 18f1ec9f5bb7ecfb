// What the schema check shares with the gateway: what an operation costs, and what it may.
import { demand } from '../../config/demand.ts';

export { costModel } from './costModel.ts';
export { costRulesOf } from '../../federation/costRules.ts';
export { SlicingArgumentMissing } from './listSizes.ts';

/** What one operation may cost at a gateway that was told nothing. */
export function defaultCostLimits() {
  const { maxCost, assumedListSize } = demand.parse({});
  return { maxCost, assumedListSize };
}
