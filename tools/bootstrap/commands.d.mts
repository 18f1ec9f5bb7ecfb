export interface ListedCommand {
  readonly name: string;
  readonly group: string;
  readonly runs: 'source' | 'workspaces' | 'build' | 'script';
  readonly summary: string;
}
export declare const COMMANDS: readonly ListedCommand[];
export declare const RENAMED: Readonly<Record<string, string>>;
