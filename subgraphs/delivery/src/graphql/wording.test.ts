import type { StepNote } from '../domain/step.ts';
import { detailOf } from './wording.ts';

test.each<[StepNote, string | null, string | null]>([
  [{ kind: 'SCHEDULED' }, null, null],
  [
    { kind: 'ASSIGNED', courierName: 'Dana' },
    'Dana is on the way to the store.',
    'Dana ist auf dem Weg zur Filiale.',
  ],
  [{ kind: 'HANDED_OVER' }, 'Handed over.', 'Übergeben.'],
  [
    { kind: 'COMPLETED_BY_STAFF', reason: 'No {reason} $& phone' },
    'Completed by the store: No {reason} $& phone',
    'Von der Filiale abgeschlossen: No {reason} $& phone',
  ],
  [
    { kind: 'CUSTOMER_ABSENT', waitUntil: '2026-03-01T12:00:00.000Z' },
    'The courier is at the door and nobody answers.',
    'Der Kurier steht vor der Tür, und niemand öffnet.',
  ],
])('%j: %s, %s', (note, english, german) => {
  expect(detailOf(note, 'EN')).toBe(english);
  expect(detailOf(note, 'DE')).toBe(german);
});
