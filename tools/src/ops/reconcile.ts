import { installationFor, runCommand, servicesWith } from './serviceCommand.ts';

/** The module that runs it, below a service's `dist`. */
const COMMANDS = ['commands/reconcile', 'reconcile'];

/**
 * Runs the reconcile command of each service that has one (inventory: levels against their ledger; payments: our books
 * against the provider's). They only read.
 * @returns whether all agree
 */
export async function reconcileAll(state: string): Promise<boolean> {
  const installation = await installationFor(state);
  const codes: (number | null)[] = [];
  for (const command of COMMANDS) {
    for (const service of servicesWith(command)) {
      console.log(`${service.name}:`);
      codes.push(await runCommand(service, installation, command));
    }
  }
  return codes.length > 0 && codes.every((code) => code === 0);
}
