import { kilocaloriesOf } from '../../domain/details.ts';
import type { NutritionResolvers } from '../../generated/graphql.ts';

export const nutritionType: NutritionResolvers = { energyKilocalories: kilocaloriesOf };
