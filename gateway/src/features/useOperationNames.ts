import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Safelist } from '../admission/persisted/manifest.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { operationNames, readExamples } from '../dev/examples.ts';
import { createOperationLabels } from '../request/operationLabels.ts';
import type { OperationLabel } from '../request/operationLabels.ts';

const clientsSchema = z.record(z.string(), z.array(z.string()));

/**
 * The operations that metrics name: those of the manifests, of the explorer's examples, and of `clients.json` beside the
 * supergraph, which lists the operations of the clients of this repository.
 */
export function useOperationNames(config: GatewayConfig, safelist: () => Safelist): OperationLabel {
  const { examplesFolder, supergraphFile } = resolved(config);
  const file = path.join(path.dirname(supergraphFile), 'clients.json');
  const ofClients = existsSync(file)
    ? Object.values(clientsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))).flat()
    : [];
  const fixed = new Set([...operationNames(readExamples(examplesFolder)), ...ofClients]);
  return createOperationLabels([() => fixed, () => safelist().names]);
}
