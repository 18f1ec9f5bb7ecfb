import type { Refusal } from '../request/results.ts';

/** One step of admission: returns what the next step works with, or why the request goes no further. */
export type Step<From extends object, To extends object> = (
  from: From,
) => To | Refusal | Promise<To | Refusal>;

/** Steps in order; the first refusal ends them. */
export interface Steps<From extends object, To extends object> {
  /** The same steps and one more. */
  next<After extends object>(step: Step<To, After>): Steps<From, After>;
  readonly run: Step<From, To>;
}

/** Begins an ordered list of steps. A step that needs no I/O returns its value, not a promise, and costs no tick. */
export function steps<From extends object, To extends object>(run: Step<From, To>): Steps<From, To> {
  const after =
    <After extends object>(step: Step<To, After>) =>
    (reached: To | Refusal) =>
      isRefusal(reached) ? reached : step(reached);
  return {
    run,
    next: (step) =>
      steps((from) => {
        const reached = run(from);
        return reached instanceof Promise ? reached.then(after(step)) : after(step)(reached);
      }),
  };
}

const isRefusal = (reached: object): reached is Refusal => 'kind' in reached && reached.kind === 'refused';
