import type { Supervisor } from '../processes/supervisor.ts';
import { internalPortOf, isObserved } from './ports.ts';
import { freePort } from '../servers/ports.ts';
import { localAddress, serviceSpec } from './serviceSpecs.ts';
import type { Installation, ServiceDefinition } from './services.ts';
import { logFileOf } from '../checkout/state.ts';
import type { Replica } from './systemTypes.ts';

/**
 * Starts one more process of a service on a port of its own, called `orders-2`, `orders-3` and so on.
 * @throws Error if the service does not listen on exactly one port, or does not start
 */
export async function startReplica(
  service: ServiceDefinition,
  installation: Installation,
  o: { state: string; services: Supervisor; environment?: Record<string, string> },
): Promise<Replica> {
  const [port, ...more] = service.ports;
  if (port === undefined || more.length > 0)
    throw new Error(`${service.name} cannot run twice on one machine`);
  const ports = { ...installation.ports, [port]: await freePort() };
  // Its metrics are its own as well; nobody has to know where.
  if (isObserved(service.name)) ports[internalPortOf(service.name)] = await freePort();
  const own = { ...installation, ports };
  const spec = serviceSpec(service, own, {
    state: o.state,
    environment: o.environment,
    incomplete: () => false,
  });
  const known = o.services.names().filter((name) => name.startsWith(`${service.name}-`)).length;
  const name = `${service.name}-${known + 2}`;
  await o.services.start({ ...spec, name, output: logFileOf(o.state, name) });
  return { name, url: localAddress(service, own) ?? '' };
}
