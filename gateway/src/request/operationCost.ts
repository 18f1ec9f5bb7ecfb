/** Coerced variables of an operation. */
export type Variables = Readonly<Record<string, unknown>>;

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
}
