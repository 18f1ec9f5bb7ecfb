import { readFileSync } from 'node:fs';
import path from 'node:path';
import { topics } from '@nakku/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import { internalPortOf, SUBGRAPHS, usualPorts } from '../../tools/src/system/ports.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): unknown => parse(readFileSync(path.join(root, file), 'utf8'), { merge: true });

const service = z.object({
  port: z.number(),
  internalPort: z.number(),
  webhookPort: z.number().optional(),
  events: z.array(z.string()).default([]),
  secrets: z.record(z.string(), z.string()),
});
const values = z
  .object({ gateway: service, subgraphs: z.record(z.string(), service) })
  .parse(read('deploy/helm/nakku/values.yaml'));
const services: Readonly<Record<string, z.output<typeof service>>> = {
  gateway: values.gateway,
  ...values.subgraphs,
};
const compose = z
  .object({ services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.string()) })) })
  .parse(read('docker-compose.production.yml'));

test('the chart installs every subgraph, on its usual ports', () => {
  const ports = usualPorts({});
  expect(Object.keys(values.subgraphs)).toEqual([...SUBGRAPHS]);
  for (const name of [...SUBGRAPHS, 'gateway'] as const)
    expect([services[name]?.port, services[name]?.internalPort]).toEqual([
      ports[name],
      ports[internalPortOf(name)],
    ]);
  expect(values.subgraphs.payments?.webhookPort).toBe(ports['payments-webhook']);
});

test('each service gets the secrets that the Compose file of production gives it, each database its own', () => {
  const isSecret = (variable: string): boolean => /SECRET|_JWKS?$|DATABASE_URL|SMTP_URL/.test(variable);
  for (const [name, { environment }] of Object.entries(compose.services))
    expect([name, Object.keys(services[name]?.secrets ?? {}).sort()]).toEqual([
      name,
      Object.keys(environment).filter(isSecret).sort(),
    ]);
  expect(Object.entries(values.subgraphs).map(([name, { secrets }]) => [name, secrets.DATABASE_URL])).toEqual(
    SUBGRAPHS.map((name) => [name, `DATABASE_URL_${name.toUpperCase()}`]),
  );
});

test('consumers are scaled by the lag of topics that exist', () => {
  const events = Object.values(values.subgraphs).flatMap((one) => one.events);
  expect(events.filter((topic) => !(topic in topics))).toEqual([]);
});
