import { mayRead, newWidget } from './widget.ts';

const now = new Date('2026-03-01T12:00:00Z');
const widget = newWidget({ id: 'one', ownerId: 'carla', text: 'Milk', now });

test('a new widget is its first version', () => {
  expect(widget).toEqual({ id: 'one', ownerId: 'carla', text: 'Milk', version: 1, createdAt: now });
});

test.each([
  ['carla', true],
  ['somebody else', false],
  [null, false],
])('%s may read it: %s', (userId, may) => {
  expect(mayRead(widget, userId)).toBe(may);
});
