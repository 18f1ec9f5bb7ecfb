import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { countVocabulary, indexOutdated } from '../app/indexOutdated.ts';

/** Writes documents of an older analysis anew, batch after batch, and those of renamed categories. */
export function indexSearchJob(deps: Deps): Job {
  return {
    name: 'index-search',
    everyMs: deps.config.PRODUCTS_INDEX_EVERY_MS,
    async run(signal) {
      while ((await indexOutdated(deps)) && !signal.aborted);
    },
  };
}

/** Counts in how many products each word is. */
export function countVocabularyJob(deps: Deps): Job {
  return {
    name: 'count-vocabulary',
    everyMs: deps.config.PRODUCTS_COUNT_WORDS_EVERY_MS,
    run: () => countVocabulary(deps),
  };
}
