import { valueFromASTUntyped } from 'graphql';
import type { FieldNode } from 'graphql';
import type { Variables } from '../../request/operationCost.ts';
import type { ListSize } from '../../federation/costRules.ts';

/** How many items a list is asked for. */
export type SizeOf = (variables: Variables) => number;

/** A list whose `@listSize` requires exactly one slicing argument did not get one. */
export class SlicingArgumentMissing extends Error {
  override readonly name = 'SlicingArgumentMissing';
}

/**
 * The size that a field's `@listSize` gives, from its slicing arguments (the largest, if several are given), else from
 * `assumedSize`, else as configured.
 * The function throws SlicingArgumentMissing where exactly one slicing argument is required.
 */
export function sizeFrom(
  listSize: ListSize,
  field: { readonly args: readonly { readonly name: string; readonly defaultValue?: unknown }[] },
  node: FieldNode,
  otherwise: number,
): SizeOf {
  const { slicingArguments, assumedSize, requireOneSlicingArgument } = listSize;
  const fallback = assumedSize ?? otherwise;
  if (slicingArguments.length === 0) return () => fallback;
  const slices = slicingArguments.map((name): ((variables: Variables) => unknown) => {
    const given = node.arguments?.find((a) => a.name.value === name)?.value;
    const byDefault = field.args.find((a) => a.name === name)?.defaultValue;
    return given ? (variables) => valueFromASTUntyped(given, { ...variables }) ?? byDefault : () => byDefault;
  });
  return (variables) => {
    const sizes = slices.map((slice) => slice(variables)).filter((size) => typeof size === 'number');
    if (requireOneSlicingArgument && sizes.length !== 1) {
      const names = slicingArguments.map((name) => `\`${name}\``).join(' and ');
      const wanted = slicingArguments.length === 1 ? `${names} is` : `Exactly one of ${names} is`;
      throw new SlicingArgumentMissing(`${wanted} required at \`${node.name.value}\`.`);
    }
    return sizes.length === 0 ? fallback : Math.max(0, ...sizes);
  };
}
