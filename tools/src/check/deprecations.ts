import { removalOf } from '@nakku/gateway/usage';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Finding } from './finding.ts';
import type { SchemaPlaces } from './schemaPlaces.ts';
import type { Who } from './who.ts';

interface Deprecated {
  readonly coordinate: string;
  readonly reason: string;
}

export interface DeprecationOptions {
  readonly before: GraphQLSchema | undefined;
  readonly places: SchemaPlaces;
  readonly who: (coordinate: string) => Who;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** How long clients are told before, at least: an app in a store needs that to be replaced. */
export const NOTICE_DAYS = 90;
const dayMs = 24 * 60 * 60 * 1_000;

/** Where each deprecated element stands on its way out. A day that is missing is the lint's matter. */
export function deprecationFindings(schema: GraphQLSchema, o: DeprecationOptions): Finding[] {
  const announced = new Map(
    deprecatedIn(o.before).map(({ coordinate, reason }) => [coordinate, removalOf(reason)]),
  );
  return deprecatedIn(schema).flatMap(({ coordinate, reason }): Finding[] => {
    const removal = removalOf(reason);
    if (!removal) return [];
    const place = o.places.find(coordinate);
    const who = o.who(coordinate);
    const common = {
      area: 'deprecations',
      subject: coordinate,
      ...(place === undefined ? {} : { place }),
      ...(who.affected.length === 0 ? {} : { affected: who.affected }),
    } as const;
    const announcedDate = announced.get(coordinate)?.date;
    const isNews = announcedDate !== removal.date && o.before !== undefined;
    const days = Math.round((Date.parse(removal.date) - Date.parse(o.today)) / dayMs);
    if (isNews && days < NOTICE_DAYS) {
      return [
        {
          ...common,
          level: 'warning',
          rule: 'deprecation-notice',
          ...shortNotice(coordinate, days, announcedDate, o.today),
        },
      ];
    }
    const use = describeUse(who);
    if (days > 0) {
      return [
        {
          ...common,
          level: 'note',
          rule: 'deprecated',
          message: `${coordinate} goes on ${removal.date}; ${use}`,
        },
      ];
    }
    return [
      {
        ...common,
        level: 'note',
        rule: 'removal-due',
        message: `${coordinate} may go since ${removal.date}; ${use}`,
        advice: who.affected.length > 0 ? 'Move those who use it first.' : 'Remove it.',
      },
    ];
  });
}

function shortNotice(coordinate: string, days: number, announcedDate: string | undefined, today: string) {
  const earliest = new Date(Date.parse(today) + NOTICE_DAYS * dayMs).toISOString().slice(0, 10);
  const moved = announcedDate === undefined ? '' : `; clients were told ${announcedDate}`;
  const when = days > 0 ? `is to go in ${counted(days, 'day')}` : `may go at once`;
  return {
    message: `${coordinate} ${when}${moved}`,
    consequence: `Clients have less than ${NOTICE_DAYS} days to be released and taken up.`,
    advice: `Choose ${earliest} or later.`,
  };
}

function describeUse({ isRecorded, clients, operations }: Who): string {
  const stored =
    operations === 0
      ? 'no stored operation uses it'
      : `${counted(operations, 'stored operation')} ${operations === 1 ? 'uses' : 'use'} it`;
  if (!isRecorded) return stored;
  return `${stored}, ${clients === 0 ? 'no client' : counted(clients, 'client')} did in the time of the record`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function deprecatedIn(schema: GraphQLSchema | undefined): Deprecated[] {
  const found: Deprecated[] = [];
  const note = (coordinate: string, reason: string | null | undefined) => {
    if (reason !== undefined && reason !== null) found.push({ coordinate, reason });
  };
  for (const type of Object.values(schema?.getTypeMap() ?? {})) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type)) {
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.deprecationReason);
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.deprecationReason);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.deprecationReason);
        for (const argument of field.args) {
          note(`${type.name}.${field.name}(${argument.name}:)`, argument.deprecationReason);
        }
      }
    }
  }
  return found;
}
