/** Whether node_modules holds what package-lock.json asks for. */
export function isInstalled(root: string): boolean;

/** A file that exists while packages are being installed; one that stays behind shows that npm was interrupted. */
export function interruptedMark(root: string): string;
