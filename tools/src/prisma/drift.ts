import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngineModule } from '../../prisma/wasmEngine.mjs';
import { acceptCatalogueTypes, loadSchemaEngine } from '../../prisma/wasmEngine.mjs';

const DIFFERENT = 2;

let engineModule: Promise<SchemaEngineModule> | undefined;

/**
 * Compares a migrated database with a Prisma schema.
 *
 * Sees tables, columns, keys, foreign keys and indexes of the schema `public`; does not see CHECK constraints,
 * partial indexes' conditions or the schema `platform`: test those by pg_constraint and pg_indexes.
 *
 * @param databaseUrl a database on which all migrations ran
 * @param schemaFile path of the schema.prisma
 * @returns '' when they match, otherwise the SQL that would bring the database to the schema
 */
export async function drift(databaseUrl: string, schemaFile: string): Promise<string> {
  engineModule ??= loadSchemaEngine();
  const { SchemaEngine } = await engineModule;
  const file = path.resolve(schemaFile);
  const content = readFileSync(file, 'utf8');
  const open: { dispose(): Promise<void> }[] = [];
  const factory = new PrismaPg({ connectionString: databaseUrl, max: 2 });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    acceptCatalogueTypes(adapter);
    open.push(adapter);
    return adapter;
  };
  // adapter-pg's own would connect to the main database instead of a shadow.
  factory.connectToShadowDb = () => Promise.reject(new Error('A drift check needs no shadow database'));
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await SchemaEngine.new({ datamodels: [[file, content]] }, () => undefined, adapter);
  const files = [{ path: file, content }];
  try {
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', configDir: path.dirname(file), files },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.exitCode === DIFFERENT ? (result.stdout ?? '') : '';
  } finally {
    engine.free?.();
    for (const connection of open) await connection.dispose();
  }
}
