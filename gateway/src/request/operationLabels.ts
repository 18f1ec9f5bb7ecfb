/** The label of an operation in metrics: its name if it is known, else `other`. What clients write has no end. */
export type OperationLabel = (name: string | undefined) => string;

/** @param known the names that are known now, in lists that may be replaced while the gateway runs */
export function createOperationLabels(known: readonly (() => ReadonlySet<string>)[]): OperationLabel {
  return (name) => (name !== undefined && known.some((names) => names().has(name)) ? name : 'other');
}
