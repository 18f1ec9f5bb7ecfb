import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { servers } from '@nakku/testkit';
import pg from 'pg';
import { drift } from '../../src/prisma/drift.ts';

const { postgresUrl } = servers();
const database = `tools_drift_${randomUUID().replaceAll('-', '')}`;
const databaseUrl = `${postgresUrl}/${database}`;
const schemaFile = path.join(mkdtempSync(path.join(tmpdir(), 'nakku-drift-')), 'schema.prisma');

const run = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
};

const schemaWith = (fields: string): string => `
datasource db {
  provider = "postgresql"
}
model Shelf {
  id String @id @default(dbgenerated("uuidv7()")) @db.Uuid
  ${fields}
  @@map("shelves")
}
`;

describe('drift', () => {
  beforeAll(async () => {
    await run(`${postgresUrl}/postgres`, `CREATE DATABASE ${database}`);
    await run(
      databaseUrl,
      `CREATE TABLE shelves (
         id uuid NOT NULL DEFAULT uuidv7(), rack integer NOT NULL,
         CONSTRAINT shelves_pkey PRIMARY KEY (id), CHECK (rack > 0));
       CREATE SCHEMA platform; CREATE TABLE platform.outbox (id bigint PRIMARY KEY)`,
    );
  });
  afterAll(() => run(`${postgresUrl}/postgres`, `DROP DATABASE ${database} WITH (FORCE)`));

  test('is empty when the database has what the schema says, whatever the platform schema holds', async () => {
    writeFileSync(schemaFile, schemaWith('rack Int'));
    expect(await drift(databaseUrl, schemaFile)).toBe('');
  });

  test('is the SQL that brings the database to the schema', async () => {
    writeFileSync(schemaFile, schemaWith('rack Int\n  label String?'));
    expect(await drift(databaseUrl, schemaFile)).toContain(
      'ALTER TABLE "shelves" ADD COLUMN     "label" TEXT;',
    );
  });
});
