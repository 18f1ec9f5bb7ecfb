import { z } from 'zod';
import { atLeastOne, flag, setting } from './setting.ts';

/** Which operations may run at all, and sending hashes instead of text. */
export const persisted = z
  .strictObject({
    mode: setting(
      'PERSISTED_OPERATIONS',
      '`off`: any operation may run. `log-unknown`: any may, and those that are in no manifest are logged. `safelist`: only those of the manifests may.',
      z.enum(['off', 'log-unknown', 'safelist']).default('off'),
    ),
    manifests: setting(
      'PERSISTED_MANIFESTS',
      "Files in the format of Apollo's persisted query manifest, one for each client team (`npm run manifest` makes one). A changed file is read again.",
      z.array(z.string()).default([]),
    ),
    requireId: setting(
      'PERSISTED_REQUIRE_ID',
      'With `safelist`: whether operations must be named by their id, even if their text is in a manifest.',
      flag(false),
    ),
    automatic: setting(
      'PERSISTED_AUTOMATIC',
      "Whether clients may register operations by their hash (Apollo's automatic persisted queries). Never with `safelist`.",
      flag(true),
    ),
    cached: setting(
      'PERSISTED_CACHED',
      'Registered operations that this gateway keeps in memory.',
      atLeastOne(1_000),
    ),
    ttlSeconds: setting(
      'PERSISTED_TTL_SECONDS',
      'How long Redis keeps a registered operation after it was last sent or fetched from there.',
      atLeastOne(7 * 24 * 3_600),
    ),
    maxDocumentCharacters: setting(
      'PERSISTED_MAX_DOCUMENT_CHARACTERS',
      'Characters of a registered operation without comments and spaces. A longer one runs, but has to be sent as text.',
      atLeastOne(32 * 1_024),
    ),
    maxCharacters: setting(
      'PERSISTED_MAX_CHARACTERS',
      'Characters of all registered operations together, in Redis and in the memory of a gateway each. The least recently used go first.',
      atLeastOne(16 * 1_024 * 1_024),
    ),
    charactersPerClient: setting(
      'PERSISTED_CHARACTERS_PER_CLIENT',
      'Characters that one user, or one address of those who are not signed in, may register in an hour.',
      atLeastOne(1_024 * 1_024),
    ),
  })
  .meta({ description: 'Which operations may run at all, and sending hashes instead of text.' });
