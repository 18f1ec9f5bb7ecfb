import { spellingsOf, type Token } from './tokens.ts';

/** What the vocabulary and the synonyms know of a word, or of several joined by spaces. */
export interface Fact {
  readonly word: string;
  /** Whether a product has it as it is written. */
  readonly isKnown: boolean;
  /** Whether a product has a word of its stem. */
  readonly isStemKnown: boolean;
  /** Its stems; null where the language has it among the words that mean nothing, like "the". */
  readonly english: string | null;
  readonly german: string | null;
  /** Words of products that it is a part of: "Apfelsaft" of "Saft". */
  readonly compounds: readonly string[];
  /** Queries of what means the same. */
  readonly synonyms: readonly string[];
  /** Of the last word, which may still be being typed: whether a word of a product begins with it. */
  readonly isPrefix: boolean;
  /** Of the last word: queries of the synonyms of words that begin with it. */
  readonly prefixSynonyms: readonly string[];
}

export type Facts = ReadonlyMap<string, Fact>;

/** What an unknown word stands for: parts that all must be found, or words of which one must. */
export interface Repair {
  readonly kind: 'split' | 'corrected';
  readonly words: readonly string[];
}

export interface Understanding {
  /** A tsquery of all products that match, as text; empty if nothing was searched. */
  readonly query: string;
  /** The same without what only resembles the search: it ranks higher. */
  readonly strict: string;
  /** The search with its misspelt words corrected; null if there are none. */
  readonly didYouMean: string | null;
}

/** Words of one search that count; the others are left out. */
export const MAX_WORDS = 8;
/** The most words that a synonym is looked up by. */
const MAX_SYNONYM_WORDS = 3;

type Node =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'loose'; readonly node: Node };

const query = (text: string): Node => ({ kind: 'query', query: text });
const or = (parts: readonly Node[]): Node => ({ kind: 'or', parts });
const and = (parts: readonly Node[]): Node => ({ kind: 'and', parts });
const loose = (node: Node): Node => ({ kind: 'loose', node });

/** A node as a tsquery; without loose parts if `isStrict`. Empty: nothing is left. */
function render(node: Node, isStrict: boolean): string {
  if (node.kind === 'query') return node.query;
  if (node.kind === 'loose') return isStrict ? '' : render(node.node, isStrict);
  const parts = node.parts.map((part) => render(part, isStrict)).filter((part) => part !== '');
  const [first = ''] = parts;
  if (parts.length < 2) return first;
  return `(${[...new Set(parts)].join(node.kind === 'and' ? ' & ' : ' | ')})`;
}

/** Everything to look up of a search: its words, and neighbours as one word and as the name of a synonym. */
export function lookupsOf(tokens: readonly Token[]): string[] {
  const all = new Set(tokens.flatMap(spellingsOf));
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    if (next !== undefined) all.add(token.word + next.word);
    for (let words = 2; words <= MAX_SYNONYM_WORDS && at + words <= tokens.length; words += 1) {
      all.add(keyOf(tokens.slice(at, at + words)));
    }
  }
  return [...all];
}

const keyOf = (tokens: readonly Token[]): string => tokens.map(({ word }) => word).join(' ');

const factsOf = (token: Token, facts: Facts): Fact[] =>
  spellingsOf(token).flatMap((word) => facts.get(word) ?? []);

/** A word that means nothing. German has some that are names in English ("bin"): they count if a product has them. */
const isStopWord = (fact: Fact): boolean =>
  fact.english === null || (fact.german === null && !fact.isKnown && fact.synonyms.length === 0);

/** The words that mean something; all of them if none does. */
export function meaningful(tokens: readonly Token[], facts: Facts): Token[] {
  const kept = tokens.filter((token) => !factsOf(token, facts).some(isStopWord));
  return kept.length === 0 ? [...tokens] : kept;
}

const isMeant = (fact: Fact): boolean =>
  fact.isKnown ||
  fact.isStemKnown ||
  fact.isPrefix ||
  fact.compounds.length > 0 ||
  fact.synonyms.length > 0 ||
  fact.prefixSynonyms.length > 0;

/** The words that nothing is known of, though they look like words: they are compounds or misspelt. */
export function unknownWords(tokens: readonly Token[], facts: Facts): Token[] {
  return tokens.filter(
    (token, at) =>
      /^\p{L}{4,}$/u.test(token.word) &&
      !factsOf(token, facts).some(isMeant) &&
      !spansAt(tokens, facts, at - MAX_SYNONYM_WORDS + 1, at).some(({ to }) => to > at),
  );
}

/** Synonyms, or one word, for several neighbouring words. */
interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly nodes: readonly Node[];
}

/** Spans that begin at `from`–`until`, the longest first. */
function spansAt(tokens: readonly Token[], facts: Facts, from: number, until: number): Span[] {
  const spans: Span[] = [];
  for (let at = Math.max(from, 0); at <= until; at += 1) {
    for (let words = Math.min(MAX_SYNONYM_WORDS, tokens.length - at); words >= 2; words -= 1) {
      const several = tokens.slice(at, at + words);
      const nodes = (facts.get(keyOf(several))?.synonyms ?? []).map(query);
      const joined = words === 2 ? facts.get(several.map(({ word }) => word).join('')) : undefined;
      if (joined?.isKnown) nodes.push(wordNode(joined));
      if (nodes.length > 0) spans.push({ from: at, to: at + words, nodes });
    }
  }
  return spans;
}

function wordNode({ word, english, german }: Fact): Node {
  const lexemes = new Set([word, english ?? word, german ?? word]);
  return or([...lexemes].map((lexeme) => query(`'${lexeme}'`)));
}

/** A word in all its forms, with what contains it and what means the same. */
function factNode(fact: Fact): Node {
  const isFound = fact.isKnown || fact.isStemKnown;
  const synonyms = fact.synonyms.map(query);
  return or([
    wordNode(fact),
    ...fact.compounds.map((word) => loose(query(`'${word}'`))),
    ...(isFound ? synonyms.map(loose) : synonyms),
  ]);
}

function tokenNode(token: Token, isLast: boolean, facts: Facts, repair: Repair | undefined): Node {
  if (repair !== undefined) {
    const parts = repair.words.flatMap((word) => facts.get(word) ?? []).map(factNode);
    return repair.kind === 'split' ? and(parts) : or(parts);
  }
  const known = factsOf(token, facts);
  const all = known.map(factNode);
  if (!isLast) return or(all);
  const isFound = known.some((fact) => fact.isKnown || fact.isStemKnown || fact.synonyms.length > 0);
  const typed = [
    ...spellingsOf(token).map((word) => query(`'${word}':*`)),
    ...known.flatMap((fact) => fact.prefixSynonyms.map(query)),
  ];
  return or([...all, ...(isFound ? typed.map(loose) : typed)]);
}

/** What a search means: all of its words, in any form, the last one perhaps not yet typed to its end. */
export function understandingOf(
  tokens: readonly Token[],
  facts: Facts,
  repairs: ReadonlyMap<Token, Repair>,
): Understanding {
  const nodes: Node[] = [];
  for (let at = 0; at < tokens.length;) {
    const [span] = spansAt(tokens, facts, at, at);
    const several = tokens.slice(at, span?.to ?? at + 1);
    const each = several.map((token, offset) =>
      tokenNode(token, at + offset === tokens.length - 1, facts, repairs.get(token)),
    );
    nodes.push(span === undefined ? and(each) : or([and(each), ...span.nodes.map(loose)]));
    at += several.length;
  }
  const isCorrected = [...repairs.values()].some(({ kind }) => kind === 'corrected');
  return {
    query: render(and(nodes), false),
    strict: render(and(nodes), true),
    didYouMean: isCorrected ? tokens.map((token) => shown(token, repairs.get(token))).join(' ') : null,
  };
}

const shown = (token: Token, repair: Repair | undefined): string =>
  repair?.kind === 'corrected' ? (repair.words[0] ?? token.raw) : token.raw;
