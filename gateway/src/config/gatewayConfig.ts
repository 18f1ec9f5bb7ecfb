import path from 'node:path';
import { z } from 'zod';
import { apollo, isManaged } from './apollo.ts';
import { browsers } from './browsers.ts';
import { demand } from './demand.ts';
import { execution } from './execution.ts';
import { fieldUsage } from './fieldUsage.ts';
import { identity, redis } from './identity.ts';
import { operations } from './operations.ts';
import { persisted } from './persisted.ts';
import { resilience } from './resilience.ts';
import { server } from './server.ts';
import { subscriptions } from './subscriptions.ts';
import { defaultSupergraphFile, supergraph } from './supergraph.ts';

/**
 * Everything that can be set about the gateway, each setting with its meaning, bounds, default and environment
 * variable. Times are in the unit of the name, sizes in bytes. `gateway.config.schema.json` is generated from it.
 */
export const gatewayConfig = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Path of gateway.config.schema.json, for editors.' }),
    server,
    supergraph,
    redis,
    identity,
    browsers,
    operations,
    demand,
    persisted,
    execution,
    resilience,
    subscriptions,
    fieldUsage,
    apollo,
  })
  .meta({
    title: 'Nakku gateway',
    description: 'Environment variables, named by `env`, come before this file.',
  });

export type GatewayConfig = z.output<typeof gatewayConfig>;

/** What settings that were left open mean here: most are on outside of production. */
export function resolved(config: GatewayConfig) {
  const production = config.server.environment === 'production';
  const managed = isManaged(config.apollo);
  const supergraphFile = config.supergraph.file ?? defaultSupergraphFile;
  return {
    production,
    /** Whether the supergraph comes from uplink. */
    managed,
    supergraphFile,
    examplesFolder: config.browsers.explorerExamples ?? path.join(path.dirname(supergraphFile), 'operations'),
    watch: config.supergraph.watch ?? (config.server.environment === 'development' && !managed),
    explorer: config.browsers.explorer ?? !production,
    introspection: config.operations.introspection ?? !production,
  };
}
