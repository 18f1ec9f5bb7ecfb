import type { ASTNode, DocumentNode } from 'graphql';

/** Type and field names that a message of composition speaks of when its error carries no place. */
export function coordinatesIn(message: string): { type: string; field: string | undefined }[] {
  const twice = /Field (\w+) already exists on (\w+)/.exec(message);
  if (twice?.[1] !== undefined && twice[2] !== undefined) return [{ type: twice[2], field: twice[1] }];
  return [...message.matchAll(/"@?(\w+)(?:\.(\w+))?"/g)].flatMap(([, type, field]) =>
    type === undefined ? [] : [{ type, field }],
  );
}

/** The definitions of `type`, or of its `field`, in a document. */
export function definitionsOf(document: DocumentNode, type: string, field: string | undefined): ASTNode[] {
  return document.definitions.flatMap((definition): ASTNode[] => {
    if (!('name' in definition) || definition.name?.value !== type) return [];
    if (field === undefined) return [definition];
    if (!('fields' in definition)) return [];
    return (definition.fields ?? []).filter((f) => f.name.value === field);
  });
}
