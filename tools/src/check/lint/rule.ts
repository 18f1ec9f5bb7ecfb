import type { ASTNode } from 'graphql';
import type { LintedSchema } from './lintedSchema.ts';

/** What a rule found. */
export interface LintProblem {
  readonly node: ASTNode;
  /** Schema coordinate. */
  readonly subject: string;
  readonly message: string;
  /** What that does; the rule's title says it otherwise. */
  readonly consequence?: string;
  readonly advice: string;
}

/** One rule of the house or of federation. An exception is written above the element: `# allow <name>: <reason>`. */
export interface LintRule {
  readonly name: string;
  /** The rule itself, one sentence; docs/graphql-style.md has it with its reason. */
  readonly title: string;
  check(schema: LintedSchema): readonly LintProblem[];
}
