export interface DiffResult {
  exitCode: number;
  stdout: string | null;
}
export interface SchemaEngine {
  diff(parameters: object): Promise<DiffResult>;
  free?(): void;
}
export interface SchemaEngineModule {
  SchemaEngine: {
    new: (
      options: { datamodels?: [file: string, content: string][] },
      log: (line: string) => void,
      adapter: object,
    ) => Promise<SchemaEngine>;
  };
}
export function loadSchemaEngine(): Promise<SchemaEngineModule>;
export function acceptCatalogueTypes(adapter: object): void;
export function lastPanic(): string;
export function offlineVersion(): { columnNames: string[]; columnTypes: number[]; rows: unknown[][] };
