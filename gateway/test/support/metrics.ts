/**
 * The value of one series of a gateway's metrics now; undefined if it has none.
 * @param series its name with all labels as they are exposed, e.g. `slow_consumers_total{transport="sse",service="gateway"}`
 */
export async function metricOf(
  gateway: { readonly internalUrl: string },
  series: string,
): Promise<number | undefined> {
  const text = await (await fetch(`${gateway.internalUrl}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}
