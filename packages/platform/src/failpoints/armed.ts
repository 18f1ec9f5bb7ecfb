import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { failpoints, isFailpoint } from './catalogue.ts';
import type { Failpoint } from './catalogue.ts';
import { armFailpoint, failpointActions, strikeOf } from './failpoint.ts';
import type { FailpointAction } from './failpoint.ts';

export type FailpointPlan = ReadonlyMap<Failpoint, FailpointAction>;

const isAction = (text: string): text is FailpointAction =>
  failpointActions.some((action) => action === text);

/** Reads `relay.published=kill,provider.responded=hang`; empty: none. @throws Error on an unknown name or action */
export function parseFailpoints(text: string): FailpointPlan {
  const plan = new Map<Failpoint, FailpointAction>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [name = '', action = ''] = part.split('=').map((piece) => piece.trim());
    if (!isFailpoint(name)) {
      throw new Error(`there is no failpoint "${name}"; there are: ${Object.keys(failpoints).join(', ')}`);
    }
    if (!isAction(action)) {
      throw new Error(`failpoint ${name} can ${failpointActions.join(', ')}, not "${action}"`);
    }
    plan.set(name, action);
  }
  return plan;
}

/** The file by which a failpoint of a service says that it has struck. */
export const spentFile = (folder: string, service: string, name: Failpoint): string =>
  path.join(folder, `${service}.${name}`);

/**
 * Arms the failpoints of this process.
 * @param o.spentFolder each strikes once per folder, even if the process is started again; undefined: every time
 */
export function armFailpoints(o: {
  plan: FailpointPlan;
  service: string;
  spentFolder?: string | undefined;
}): void {
  const { spentFolder, service } = o;
  for (const [name, action] of o.plan) {
    const mayStrike = spentFolder === undefined ? () => true : () => takenOnce(spentFolder, service, name);
    armFailpoint(name, strikeOf(action, mayStrike));
  }
}

/** Created exclusively and before the strike: whoever comes second, in this process or the next, passes. */
function takenOnce(folder: string, service: string, name: Failpoint): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    closeSync(openSync(spentFile(folder, service, name), 'wx'));
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
      return false;
    throw error;
  }
}
