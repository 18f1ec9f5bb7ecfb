export function chooseNode(root: string, env?: NodeJS.ProcessEnv): string;
export function runsWith(node: string): boolean;
export const SOURCE_ARGUMENTS: readonly string[];
export function importSources(): Promise<void>;
export function runAgain(node: string, entry: string, argv: readonly string[]): void;
export function endWithParent(): void;
