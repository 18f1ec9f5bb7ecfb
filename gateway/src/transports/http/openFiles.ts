/** Files that a process has open beside the connections of its clients: modules, logs, Redis, a metrics scrape. */
const filesOfProcess = 256;

/** The files that this process may open; undefined where the system knows no limit. */
export function openFileLimit(): number | undefined {
  process.report.excludeNetwork = true;
  const { userLimits } = Object(process.report.getReport());
  const { soft } = Object(userLimits?.open_files);
  return typeof soft === 'number' ? soft : undefined;
}

/**
 * Connections of clients that the system's limit of open files leaves room for: a process that has no file left accepts
 * nobody, and cannot reach its subgraphs either.
 * @param reserved files for connections to subgraphs
 */
export function connectionsWithin(
  wanted: number,
  { limit, reserved }: { limit: number | undefined; reserved: number },
): number {
  if (limit === undefined) return wanted;
  return Math.max(1, Math.min(wanted, limit - filesOfProcess - reserved));
}
