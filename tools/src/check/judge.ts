import { memberAt, removalOf } from '@nakku/gateway/usage';
import type { GraphQLSchema } from 'graphql';
import type { ApiChange } from './changes.ts';
import type { Finding } from './finding.ts';
import { GUIDANCE } from './guidance.ts';
import { reachableTypes } from './reachable.ts';
import type { SchemaPlaces } from './schemaPlaces.ts';
import type { Who } from './who.ts';

export interface JudgeOptions {
  readonly before: GraphQLSchema;
  /** Where things are now; what is gone is shown where it was. */
  readonly places: SchemaPlaces;
  readonly baselinePlaces: SchemaPlaces;
  readonly who: (coordinate: string) => Who;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

const REMOVALS = new Set([
  'FIELD_REMOVED',
  'FIELD_ARGUMENT_REMOVED',
  'INPUT_FIELD_REMOVED',
  'ENUM_VALUE_REMOVED',
]);

/**
 * Turns changes into findings. A removal that was announced, whose day has come and that nobody would notice is safe;
 * one before its day or of something in use is breaking. A type may go with the last field that leads to it.
 */
export function judgeChanges(changes: readonly ApiChange[], o: JudgeOptions): Finding[] {
  const removed = changes.filter(({ rule }) => REMOVALS.has(rule)).map((change) => judgeRemoval(change, o));
  const gone = new Set(removed.flatMap((f) => (f.level === 'breaking' ? [] : (f.subject ?? []))));
  const stillNeeded = reachableTypes(o.before, gone);
  const others = changes
    .filter(({ rule }) => !REMOVALS.has(rule))
    .map((change) =>
      change.rule === 'TYPE_REMOVED' && change.coordinate !== undefined && !stillNeeded.has(change.coordinate)
        ? judged({ ...change, level: 'safe' }, o)
        : judged(change, o),
    );
  return [...removed, ...others];
}

function judged(change: ApiChange, o: JudgeOptions): Finding {
  const { coordinate, level, rule, message, reason } = change;
  const who = coordinate === undefined || level === 'safe' ? undefined : o.who(coordinate);
  const guidance = level === 'safe' ? undefined : GUIDANCE[rule];
  const place =
    coordinate === undefined ? undefined : (o.places.find(coordinate) ?? o.baselinePlaces.find(coordinate));
  return {
    area: 'changes',
    level,
    rule,
    message,
    ...(who === undefined || who.affected.length === 0 ? {} : { affected: who.affected }),
    ...(coordinate === undefined ? {} : { subject: coordinate }),
    ...(place === undefined ? {} : { place }),
    ...(guidance ?? (level === 'safe' || reason === undefined ? {} : { consequence: reason })),
  };
}

function judgeRemoval(change: ApiChange, o: JudgeOptions): Finding {
  const finding = judged(change, o);
  const { coordinate } = change;
  if (coordinate === undefined || change.level === 'safe') return finding;
  const who = o.who(coordinate);
  const reason = memberAt(o.before, coordinate)?.deprecationReason;
  if (reason === undefined || reason === null) {
    const message = `${change.message}; it was never deprecated`;
    return { ...finding, level: 'breaking', message };
  }
  const removal = removalOf(reason);
  if (!removal) {
    const advice = 'Put it back with a date: @deprecated(reason: "Use …. Removal YYYY-MM-DD.").';
    return {
      ...finding,
      level: 'breaking',
      message: `${change.message}; its deprecation named no day`,
      advice,
    };
  }
  if (o.today < removal.date) {
    const message = `${change.message} before ${removal.date}, the day that clients were told`;
    return { ...finding, level: 'breaking', message, advice: `Put it back until ${removal.date}.` };
  }
  if (who.affected.length > 0) {
    const message = `${change.message}; its day, ${removal.date}, has come, but it is still used`;
    const advice = `Put it back, and move those who use it${removal.replacement === undefined ? '' : ` to ${removal.replacement}`} first.`;
    return { ...finding, level: 'breaking', message, advice };
  }
  if (!who.isRecorded) {
    return {
      ...finding,
      level: 'warning',
      message: `${change.message} after its day, ${removal.date}; no record says whether clients still use it`,
      advice: 'Make the record with npm run schema:usage and give it with --usage.',
    };
  }
  const message = `${change.message} after its day, ${removal.date}; nobody used it in the time of the record`;
  return judged({ ...change, level: 'safe', message }, o);
}
