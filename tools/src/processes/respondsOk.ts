const PROBE_MS = 2_000;

/** Whether an address responds with a status of success within two seconds. */
export async function respondsOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // does not listen yet
  }
}
