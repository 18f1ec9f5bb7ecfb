import type { Durations, DurationsProfile } from './durations.ts';
import { demo } from './durationsDemo.ts';
import { production } from './durationsProduction.ts';
import { test } from './durationsTest.ts';

const profiles: Record<DurationsProfile, Durations> = { production, demo, test };

/** The times of a profile: `production`, `demo` (people act within seconds) or `test` (about a sixtieth). */
export function durations(profile: DurationsProfile): Durations {
  return profiles[profile];
}
