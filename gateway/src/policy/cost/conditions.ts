import { Kind } from 'graphql';
import type { DirectiveNode } from 'graphql';
import type { Variables } from '../../request/operationCost.ts';

/** Whether a selection is part of the response. */
export type Condition = (variables: Variables) => boolean;
export const always: Condition = () => true;

/** What `@skip` and `@include` decide. */
export function conditionOf(directives: readonly DirectiveNode[] = []): Condition {
  return directives.reduce<Condition>((before, { name, arguments: args }) => {
    if (name.value !== 'skip' && name.value !== 'include') return before;
    const value = args?.find((a) => a.name.value === 'if')?.value;
    const wanted = name.value === 'include';
    if (value?.kind === Kind.BOOLEAN) return both(before, () => value.value === wanted);
    if (value?.kind !== Kind.VARIABLE) return before;
    const variable = value.name.value;
    return both(before, (variables) => (variables[variable] === true) === wanted);
  }, always);
}

/** Where both are. */
export function both(a: Condition, b: Condition): Condition {
  if (a === always) return b;
  if (b === always) return a;
  return (variables) => a(variables) && b(variables);
}
