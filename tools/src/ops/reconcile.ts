import { installationFor, runCommand, servicesWith } from './serviceCommand.ts';

const COMMAND = 'reconcileCommand';

/**
 * Runs the reconcile command of each service that has one (inventory: levels against their ledger; payments: our books
 * against the provider's). They only read.
 * @returns whether all agree
 */
export async function reconcileAll(state: string): Promise<boolean> {
  const installation = await installationFor(state);
  const services = servicesWith(COMMAND);
  const codes: (number | null)[] = [];
  for (const service of services) {
    console.log(`${service.name}:`);
    codes.push(await runCommand(service, installation, COMMAND));
  }
  return services.length > 0 && codes.every((code) => code === 0);
}
