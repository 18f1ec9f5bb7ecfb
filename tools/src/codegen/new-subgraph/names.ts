/** How a subgraph and what it keeps are called. */
export interface Names {
  /** Folder, database, service: `reviews`. */
  readonly plural: string;
  /** One of them: `review`. */
  readonly singular: string;
}

const FORM = /^[a-z][a-z]{2,30}$/;

function singularOf(plural: string): string {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(plural)) return plural.slice(0, -2);
  return plural.endsWith('s') ? plural.slice(0, -1) : plural;
}

/**
 * @param plural as it was typed
 * @param singular what one is called; undefined: as English forms it
 * @param taken names of the services that there are
 * @throws Error that says what is wrong with the name
 */
export function namesOf(plural: string, singular: string | undefined, taken: readonly string[]): Names {
  if (!FORM.test(plural)) throw new Error(`A subgraph is called by 3–31 small letters, not: ${plural}`);
  if (taken.includes(plural)) throw new Error(`There is a ${plural} already`);
  const one = singular ?? singularOf(plural);
  if (!FORM.test(one) || one === plural)
    throw new Error(`What is one of ${plural} called? Say it with --singular <name>`);
  return { plural, singular: one };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A text of the template with the names in the place of its own. */
export function renamed(text: string, { plural, singular }: Names): string {
  return text
    .replaceAll('widgets', plural)
    .replaceAll('Widgets', capital(plural))
    .replaceAll('widget', singular)
    .replaceAll('Widget', capital(singular));
}
