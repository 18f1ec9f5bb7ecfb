// The lint rule that keeps names in the terms of docs/glossary.md.

/** Words that a name may not have, and what the field says instead. */
const REPLACED = [
  [/^(ask|asks|asked|asking)$/, 'request, execute, query'],
  [/^(answer|answers|answered|answering)$/, 'response, respond'],
  [/^(tell|tells|told|telling)$/, 'notify, report, write'],
  [/^(say|says|said|hear|hears|heard|overheard)$/, 'send, receive, message, text'],
  [/^(patience|patient|patiently)$/, 'timeout, retryPolicy, limits'],
  [/^(wish|wishes|wished)$/, 'options'],
  [
    /^(owe|owes|owed|bury|buried|burial|farewell|visitor|surroundings|standing|bell|entrance)$/,
    'the term of docs/glossary.md',
  ],
  [/^(settle|settles|settling)$/, 'close, reconcile, complete, capture'],
  [/^(replay|replays|replayed|replaying)$/, 'redrive, reprocess, resend, cached result, load test'],
];

const PREFIXED = [
  [/^giveBack/, 'restore, release'],
  [/^callOff/, 'cancel, unassign'],
  [/^(seenBy|lockShelf|openBooks|everybodyLeaves|hangBell)$/, 'the term of docs/glossary.md'],
  [/^(most|longest)[A-Z_]|^(MOST|LONGEST)_/, 'max'],
  [/WithinMs$|_WITHIN_MS$|^withinMs$/, '*TimeoutMs'],
];

/** `isTold`, `IS_TOLD` and `is_told` are made of the same words. */
const wordsOf = (name) =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[ _$]+/);

function problemOf(name, allowed) {
  const prefixed = PREFIXED.find(([pattern]) => pattern.test(name));
  if (prefixed) return { word: name, instead: prefixed[1] };
  for (const word of wordsOf(name)) {
    const replaced = allowed.has(word) ? undefined : REPLACED.find(([pattern]) => pattern.test(word));
    if (replaced) return { word, instead: replaced[1] };
  }
  return undefined;
}

/** Reports each name once per file, where it is first used. */
const terms = {
  meta: {
    type: 'suggestion',
    // Words that are the domain's own in some files.
    schema: [{ type: 'array', items: { type: 'string' } }],
    messages: { replaced: '`{{name}}`: not "{{word}}" but {{instead}} (docs/glossary.md).' },
  },
  create(context) {
    const seen = new Set();
    const allowed = new Set(context.options[0] ?? []);
    const check = (node) => {
      if (seen.has(node.name)) return;
      seen.add(node.name);
      const problem = problemOf(node.name, allowed);
      if (problem) context.report({ node, messageId: 'replaced', data: { name: node.name, ...problem } });
    };
    return { Identifier: check, PrivateIdentifier: check };
  },
};

export default { rules: { terms } };
