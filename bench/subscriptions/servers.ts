import { privateJwkSchema } from '@nakku/identity';
import { z } from 'zod';
import { nothing, startPart } from './calls.ts';
import type { Part } from './calls.ts';

/** What a server needs to know of the shop that it stands before. */
export const serverSchema = z.object({
  supergraphFile: z.string(),
  subgraphUrls: z.record(z.string(), z.string()),
  redisUrl: z.string(),
  redisPrefix: z.string(),
  jwksUrl: z.string(),
  identityPrivateJwk: privateJwkSchema,
});
export type ServerOptions = z.infer<typeof serverSchema>;

/** The two that are compared. */
export const contenders = { gateway: 'gateway.ts', useServer: 'useServer.ts' } as const;
export type Contender = keyof typeof contenders;

export interface Server {
  readonly part: Part;
  readonly socketUrl: string;
  /** Most sockets that are open to one subgraph. */
  maxUpstreamSockets(): Promise<number>;
  stop(): Promise<void>;
}

/** @param profiles folder for a CPU profile of the process; undefined: none */
export async function startServer(
  contender: Contender,
  options: ServerOptions,
  profiles: string | undefined,
): Promise<Server> {
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const part = startPart(contenders[contender], profiling);
  const url = await part.call('start', z.string(), options);
  return {
    part,
    socketUrl: `${url.replace('http', 'ws')}/graphql`,
    maxUpstreamSockets: async () => Math.max(0, ...(await part.call('upstreamSockets', z.array(z.number())))),
    async stop() {
      await part.call('stop', nothing);
      await part.stop();
    },
  };
}
