/** Coerced variables of an operation. */
export type Variables = Readonly<Record<string, unknown>>;
/** Those of an operation that declares none. */
export const noVariables: Variables = Object.freeze({});

/** What one response key adds to the cost of a response. */
export interface FieldCost {
  /** Of each item that is there. */
  readonly weight: number;
  /** Per field, however many items it has; undefined: nothing. */
  readonly fixed: ((variables: Variables) => number) | undefined;
  /** The keys of its items. */
  readonly fields: FieldCosts;
}

/** By response key; what costs nothing is not there. */
export type FieldCosts = ReadonlyMap<string, FieldCost>;

/** What an operation costs, after https://ibm.github.io/graphql-specs/cost-spec.html as Apollo Router reads it. */
export interface CostModel {
  /**
   * Before execution: what it may cost at most, if lists are as long as asked for.
   * Throws SlicingArgumentMissing.
   */
  estimate(variables: Variables): number;
  /** Before execution: bytes of the response, names times the sizes of lists, roughly. */
  bytes(variables: Variables): number;
  /** After execution: what was really there. */
  actual(data: unknown, variables: Variables): number;
  /** The same for who walks the response anyway, by the keys of the root. */
  readonly fields: FieldCosts;
}
