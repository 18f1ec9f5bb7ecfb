import type { OperationResponse } from './target.ts';
import type { World } from './world.ts';

/** `refused`: the attack was turned away. `held`: it was served within bounds and harmed nobody. */
export type Outcome = 'refused' | 'held';

export interface AttackCase<Attacked = World> {
  readonly name: string;
  /** Throws when the attack got through; the message says how. */
  run(world: Attacked): Promise<Outcome | { readonly outcome: Outcome; readonly detail: string }>;
}

export interface AttackGroup<Attacked = World> {
  readonly name: string;
  cases(world: Attacked): readonly AttackCase<Attacked>[];
}

/** What got through. */
export class GotThrough extends Error {}

const shown = ({ status, codes, text }: OperationResponse): string =>
  `${status} ${codes.join(',')} ${text.slice(0, 160)}`.trim();

/**
 * The response of a refused attack: one of these codes (or, for what is not GraphQL, one of these statuses), without data.
 * @throws GotThrough
 */
export function expectRefused(response: OperationResponse, allowed: readonly (string | number)[]): Outcome {
  const isNamed = [response.status, ...response.codes].some((one) => allowed.includes(one));
  if (!isNamed) throw new GotThrough(`expected ${allowed.join(' or ')}: ${shown(response)}`);
  if (response.status >= 500) throw new GotThrough(`a server error: ${shown(response)}`);
  if (hasValues(response.data)) throw new GotThrough(`it brought data: ${shown(response)}`);
  return 'refused';
}

/** Whether data has anything but nulls. */
export function hasValues(data: unknown): boolean {
  if (data === null || data === undefined) return false;
  if (typeof data !== 'object') return true;
  return Object.values(data).some(hasValues);
}

/** @throws GotThrough with what `message` says, unless `isSo` */
export function must(isSo: boolean, message: string): void {
  if (!isSo) throw new GotThrough(message);
}
