import { readFile } from 'node:fs/promises';
import { idInput } from '@nakku/graphql-kit';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { createZone } from '../app/createZone.ts';
import type { Deps } from '../app/deps.ts';
import { updateZone } from '../app/updateZone.ts';
import type { LocationsConfig } from '../config.ts';
import type { ZoneRules } from '../domain/zone.ts';
import { zoneRulesInput } from '../graphql/inputs.ts';
import type { Terminal } from './terminal.ts';
import { withPlatform } from './withPlatform.ts';

const usage = `node dist/commands/importZones.js <file>
  adds the zones of a GeoJSON FeatureCollection, or updates those of the same store and name; a file with a mistake changes nothing.
  Properties of a feature: storeId, name, and as in ZoneCreateInput priority, fee, minOrder, deliveryHours, exceptions`;

const feeDefaults = { perKilometre: 0, includedMeters: 0 };
const feature = z
  .looseObject({
    type: z.literal('Feature'),
    geometry: z.unknown(),
    properties: z.looseObject({ storeId: idInput, fee: z.looseObject({}) }),
  })
  .transform(({ geometry, properties: { storeId, fee, ...properties } }, check) => {
    const rules = zoneRulesInput.safeParse({
      priority: 0,
      minOrder: 0,
      ...properties,
      fee: { ...feeDefaults, ...fee },
      geoJson: JSON.stringify(geometry ?? null),
    });
    if (rules.success) {
      const { geoJson: area, deliveryHours: weekly, ...others } = rules.data;
      return { storeId, rules: { ...others, area, weekly } };
    }
    for (const issue of rules.error.issues) check.addIssue({ ...issue, code: 'custom' });
    return z.NEVER;
  });
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(feature).min(1).max(1_000),
});

type Imported = { readonly storeId: string; readonly rules: ZoneRules };

/** Adds a zone, or gives the one of its name these rules. @returns what happened, for people; null if there is no such store */
async function importZone(
  deps: Pick<Deps, 'platform' | 'now' | 'newId'>,
  zone: Imported,
): Promise<string | null> {
  const created = await createZone(deps, zone);
  if (created.kind === 'no_store') return null;
  if (created.kind === 'done') return `${zone.rules.name}: added`;
  const { zoneId, version: expectedVersion } = created.zone;
  const updated = await updateZone(deps, {
    zoneId,
    isVisible: () => true,
    expectedVersion,
    update: zone.rules,
  });
  if (updated.kind !== 'done')
    throw new Error(`${zone.rules.name}: somebody else changed it meanwhile, try again`);
  return `${zone.rules.name}: updated`;
}

/** The zones of a file. @throws Error that names the feature and the property that are refused */
async function zonesOf(file: string): Promise<Imported[]> {
  const parsed = collection.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data.features;
  const [issue] = parsed.error.issues;
  throw new Error(`${file}, ${issue?.path.join('.') || 'as a whole'}: ${issue?.message}`);
}

/**
 * Adds or updates zones from a GeoJSON file. Nothing is written unless all of the file is valid.
 * @returns whether it was done
 */
export async function importZonesCommand(
  [file, ...rest]: readonly string[],
  config: LocationsConfig,
  { print, complain }: Terminal,
): Promise<boolean> {
  if (file === undefined || file.startsWith('-') || rest.length > 0) {
    complain(usage);
    return false;
  }
  try {
    const zones = await zonesOf(file);
    return await withPlatform(config, async ({ platform }) => {
      const deps = { platform, now: () => new Date(), newId: () => uuidv7() };
      for (const zone of zones) {
        const done = await importZone(deps, zone);
        if (done === null) {
          complain(`${zone.rules.name}: there is no open store ${zone.storeId}`);
          return false;
        }
        print(done);
      }
      return true;
    });
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return false;
  }
}
