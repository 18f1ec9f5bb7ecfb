import type { StepKind, StepNote } from '../domain/step.ts';
import type { Locale } from '../generated/graphql.ts';

/** `{name}` stands for a parameter of the note. Null: the status says it all. */
type Sentences = Readonly<Record<StepKind, string | null>>;

const sentences: Readonly<Record<Locale, Sentences>> = {
  EN: {
    SCHEDULED: null,
    ASSIGNED: '{courierName} is on the way to the store.',
    ARRIVED_AT_STORE: 'The courier is at the store.',
    PICKED_UP: 'The courier has the goods.',
    NEARBY: 'The courier is about to arrive.',
    ETA_CHANGED: 'Expected at another time.',
    CUSTOMER_ABSENT: 'The courier is at the door and nobody answers.',
    HANDED_OVER: 'Handed over.',
    LEFT_AT_DOOR: 'Left at the door.',
    COMPLETED_BY_STAFF: 'Completed by the store: {reason}',
    UNASSIGNED: 'Returned to the queue by the courier: {reason}',
    COURIER_LEFT: 'The courier left the shift.',
    FAILED: '{reason}',
    RETURNING: 'The goods go back to the store.',
    RETURNED: 'The goods are back in the store.',
    CANCELLED: 'Cancelled: {reason}.',
    CANCEL_REFUSED: 'A cancellation was refused: the courier has the goods.',
  },
  DE: {
    SCHEDULED: null,
    ASSIGNED: '{courierName} ist auf dem Weg zur Filiale.',
    ARRIVED_AT_STORE: 'Der Kurier ist in der Filiale.',
    PICKED_UP: 'Der Kurier hat die Ware.',
    NEARBY: 'Der Kurier ist gleich da.',
    ETA_CHANGED: 'Die Ankunftszeit hat sich geändert.',
    CUSTOMER_ABSENT: 'Der Kurier steht vor der Tür, und niemand öffnet.',
    HANDED_OVER: 'Übergeben.',
    LEFT_AT_DOOR: 'Vor der Tür abgestellt.',
    COMPLETED_BY_STAFF: 'Von der Filiale abgeschlossen: {reason}',
    UNASSIGNED: 'Vom Kurier zurückgegeben: {reason}',
    COURIER_LEFT: 'Der Kurier hat die Schicht verlassen.',
    FAILED: '{reason}',
    RETURNING: 'Die Ware geht zurück zur Filiale.',
    RETURNED: 'Die Ware ist zurück in der Filiale.',
    CANCELLED: 'Storniert: {reason}.',
    CANCEL_REFUSED: 'Eine Stornierung wurde abgelehnt: Der Kurier hat die Ware.',
  },
};

/** What a step says to people; null if its status says it all. */
export function detailOf(note: StepNote, locale: Locale): string | null {
  const parameters: Readonly<Record<string, string>> = note;
  const sentence = sentences[locale][note.kind];
  return sentence?.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '') ?? null;
}
