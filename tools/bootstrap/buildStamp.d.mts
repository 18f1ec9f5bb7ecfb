/** Names, sizes and times of all inputs of the build, as one hash. */
export function fingerprint(root: string): string;
/** Whether the last build saw the inputs as they are, and what it made is still there. */
export function isBuilt(root: string): boolean;
export function rememberBuild(root: string, seen: string): void;
