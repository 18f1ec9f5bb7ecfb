/** What a kind of change does to clients, and what its author should do; by the rule of the change. */
export interface Guidance {
  readonly consequence: string;
  readonly advice: string;
}

const DEPRECATE =
  'Keep it, say @deprecated(reason: "Use …. Removal YYYY-MM-DD."), and remove it after that day, when nobody uses it.';
const BESIDE = 'Add a new one beside it, and deprecate this one.';
const REFUSED = 'An operation that uses it is refused as a whole.';

/** Reads guidance for kinds of change that need more than the reason that GraphQL Inspector gives. */
export const GUIDANCE: Readonly<Record<string, Guidance>> = {
  FIELD_REMOVED: { consequence: 'An operation that asks for it is refused as a whole.', advice: DEPRECATE },
  FIELD_ARGUMENT_REMOVED: {
    consequence: 'An operation that gives it is refused as a whole.',
    advice: DEPRECATE,
  },
  INPUT_FIELD_REMOVED: {
    consequence: 'An operation whose input has it is refused as a whole.',
    advice: DEPRECATE,
  },
  ENUM_VALUE_REMOVED: { consequence: REFUSED, advice: DEPRECATE },
  TYPE_REMOVED: {
    consequence: REFUSED,
    advice: 'Deprecate the fields that lead to it; it may go with the last of them.',
  },
  UNION_MEMBER_REMOVED: {
    consequence: 'An operation with a fragment on it is refused as a whole.',
    advice: 'Keep it in the union; it need not be returned any more.',
  },
  OBJECT_TYPE_INTERFACE_REMOVED: {
    consequence: 'A fragment on the interface no longer matches, or is refused.',
    advice: 'Keep the interface.',
  },
  TYPE_KIND_CHANGED: { consequence: REFUSED, advice: BESIDE },
  FIELD_TYPE_CHANGED: {
    consequence: 'Clients read another shape, or null where their types say that there is none.',
    advice: BESIDE,
  },
  FIELD_ARGUMENT_TYPE_CHANGED: { consequence: 'Values that were accepted are refused.', advice: BESIDE },
  INPUT_FIELD_TYPE_CHANGED: { consequence: 'Values that were accepted are refused.', advice: BESIDE },
  FIELD_ARGUMENT_ADDED: {
    consequence: 'An operation without it is refused as a whole.',
    advice: 'Make it nullable, or give it a default.',
  },
  INPUT_FIELD_ADDED: {
    consequence: 'An operation without it is refused as a whole.',
    advice: 'Make it nullable, or give it a default.',
  },
  ENUM_VALUE_ADDED: {
    consequence: 'A client may meet a value that it does not know.',
    advice: 'Tell the clients before it is first returned; apps in stores need a default branch.',
  },
  UNION_MEMBER_ADDED: {
    consequence: 'A client may meet a type that it has no fragment for.',
    advice: 'A client that asks for the interface, such as `... on UserError`, is safe; tell the others.',
  },
  OBJECT_TYPE_INTERFACE_ADDED: {
    consequence: 'A client may meet a type that it has no fragment for.',
    advice: 'Tell the clients before it is first returned.',
  },
  FIELD_ARGUMENT_DEFAULT_CHANGED: {
    consequence: 'Who does not give the argument gets another response.',
    advice: 'Say so in the changelog, or keep the default.',
  },
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: {
    consequence: 'Who does not give the field gets another effect.',
    advice: 'Say so in the changelog, or keep the default.',
  },
  ACCESS_NARROWED: {
    consequence: 'Whoever has the old right alone reads null and UNAUTHORIZED_FIELD_OR_TYPE.',
    advice: 'Give the new right to those clients first: add it as an alternative, drop the old one later.',
  },
  ACCESS_WIDENED: {
    consequence: 'Callers read it who could not before.',
    advice: 'Have somebody look who knows what the data is; the owner’s own check is the second lock.',
  },
};
