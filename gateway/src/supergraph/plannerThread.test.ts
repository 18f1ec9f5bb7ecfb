import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { composeSupergraph } from './compose.ts';
import { createPlannerThread, PlanningRefused } from './plannerThread.ts';
import type { PlanningLimits } from './plannerThread.ts';
import { parse } from 'graphql';

const composition = composeSupergraph([
  {
    name: 'books',
    url: 'http://books',
    typeDefs: parse('type Query { book: Book } type Book { title: String }'),
  },
]);
if (!composition.ok) throw new Error('does not compose');
const { sdl } = composition;
const limits: PlanningLimits = {
  timeoutMs: 60_000,
  warmingTimeoutMs: 60_000,
  maxWaiting: 3,
  maxWaitingPerClient: 2,
  maxEvaluatedPlans: 100,
  pathsLimit: 100,
  maxPlanBytes: 1_000_000,
};
const kindOf = (json: string) => JSON.parse(json).node.kind;
const refusedBy = (planned: Promise<unknown>) =>
  planned.then(
    () => undefined,
    (error: unknown) => (error instanceof PlanningRefused ? [error.reason, error.ms] : String(error)),
  );

test('plans in a thread of its own, as many as may wait', async () => {
  const thread = createPlannerThread(sdl, limits);
  const first = thread.plan('query A { book { title } }', 'A', 'x');
  const second = thread.plan('query B { book { title } }', undefined, 'x');
  expect(await refusedBy(thread.plan('{ book { title } }', undefined, 'x'))).toEqual(['busy', 0]);
  const other = thread.plan('{ book { title } }', undefined, 'y');
  expect(await refusedBy(thread.plan('{ book { title } }', undefined, 'z'))).toEqual(['busy', 0]);
  expect((await Promise.all([first, second, other])).map(({ json }) => kindOf(json))).toEqual([
    'Fetch',
    'Fetch',
    'Fetch',
  ]);
  expect((await first).ms).toBeGreaterThan(0);
  thread.retire();
});

test('gives up a plan that takes too long, and goes on with the others', async () => {
  const thread = createPlannerThread(sdl, { ...limits, timeoutMs: 1 });
  await thread.warm();
  // Its first plan takes longer than a millisecond: nothing of the planner is compiled yet.
  const fields = Array.from({ length: 400 }, (_, i) => `b${i}: book { title }`).join(' ');
  expect(await refusedBy(thread.plan(`{ ${fields} }`, undefined, 'x'))).toEqual(['timeout', 1]);
  thread.retire();
});

test('what cannot be planned fails alone', async () => {
  const thread = createPlannerThread(sdl, limits);
  const broken = refusedBy(thread.plan('{ nothing }', undefined, 'x'));
  const good = thread.plan('{ book { title } }', undefined, 'x');
  expect(await broken).toContain('nothing');
  expect(kindOf((await good).json)).toBe('Fetch');
  thread.retire();
});

test('a supergraph that is none fails everything that waits', async () => {
  const thread = createPlannerThread('type Query { a: Int }', limits);
  const planned = refusedBy(thread.plan('{ a }', undefined, 'x'));
  expect(await planned).toMatch(/./);
  await expect(thread.warm()).rejects.toThrow();
});

/** Priorities of the threads of this process; only Linux has one for each. */
const priorities = () =>
  process.platform === 'linux'
    ? readdirSync('/proc/self/task').map((id) =>
        Number(
          readFileSync(`/proc/self/task/${id}/stat`, 'utf8')
            .replace(/^.*\) /, '')
            .split(' ')[16],
        ),
      )
    : [getPriority() + 5];

test('where processors are short, whoever is served already goes first', async () => {
  const thread = createPlannerThread(sdl, limits);
  await thread.plan('{ book { title } }', undefined, 'x');
  expect(priorities()).toContain(Math.min(getPriority() + 5, 19));
  thread.retire();
});
