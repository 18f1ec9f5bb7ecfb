// Prisma's schema engine as WebAssembly, in this process: no native binary, nothing to download.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

class PanicRegistry {
  #message = '';
  get() {
    return this.#message;
  }
  // The wasm module calls it by this name.
  set_message(message) {
    this.#message = message;
  }
}

/** The text of the last panic of the wasm module, '' when there was none. */
export const lastPanic = () => globalThis.PRISMA_WASM_PANIC_REGISTRY?.get() ?? '';

/** Loads the wasm module once; the result has the class `SchemaEngine`. */
export async function loadSchemaEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= new PanicRegistry();
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const glue = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href);
  const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

const CHAR_OID = 18;
const TEXT_OID = 25;
const CHARACTER_COLUMN = 6;
const patched = new WeakSet();

/**
 * adapter-pg 7.10 rejects the catalogue type "char" (oid 18), which introspection queries return.
 * Reads it as text and reports it as a character column, for pool, shadow and transaction queryables alike.
 */
export function acceptCatalogueTypes(adapter) {
  const queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  if (patched.has(queryable)) return;
  patched.add(queryable);
  const charColumns = new WeakMap();
  const { performIO, queryRaw } = queryable;
  queryable.performIO = async function (query) {
    const result = await performIO.call(this, query);
    const fields = result.fields ?? [];
    const found = fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const index of found) fields[index].dataTypeID = TEXT_OID;
    charColumns.set(query, found);
    return result;
  };
  queryable.queryRaw = async function (query) {
    const rows = await queryRaw.call(this, query);
    for (const index of charColumns.get(query) ?? []) rows.columnTypes[index] = CHARACTER_COLUMN;
    return rows;
  };
}

/** The response to the one question about the server's version that the engine asks even for offline work. */
export const offlineVersion = () => ({
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [5, 7, 0],
  rows: [[true, 'PostgreSQL 18.0 (offline)', 180000]],
});
