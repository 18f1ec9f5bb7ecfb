import Sequencer from '@jest/test-sequencer';

/** Scenarios that take most of a minute or more: begun last, one of them would keep a single worker busy at the end. */
const LONG = ['failpoints', 'chaos', 'subscriptions', 'load', 'crash'];

/** Begins with the long scenarios; the rest in jest's own order. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONG.findIndex((scenario) => path.includes(`/e2e/${scenario}/`));
      return at < 0 ? LONG.length : at;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
}
