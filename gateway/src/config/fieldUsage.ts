import { z } from 'zod';
import { atLeastOne, flag, setting } from './setting.ts';

/** The record of which client uses which field. */
export const fieldUsage = z
  .strictObject({
    enabled: setting('FIELD_USAGE', 'Whether Redis keeps which client uses which field.', flag(true)),
    flushMs: setting('FIELD_USAGE_FLUSH_MS', 'Between two additions to the record.', atLeastOne(10_000)),
    days: setting('FIELD_USAGE_DAYS', 'Days that the record keeps.', atLeastOne(60)),
    maxEntries: setting(
      'FIELD_USAGE_MAX_ENTRIES',
      'Entries of one day, each a client with a field; above it new clients are counted together.',
      atLeastOne(20_000),
    ),
  })
  .meta({ description: 'The record of which client uses which field.' });
