import { createCircuitBreaker } from './circuitBreaker.ts';
import type { CircuitBreaker, CircuitRules, CircuitState } from './circuitBreaker.ts';

const rules: CircuitRules = {
  windowMs: 1_000,
  minimumCalls: 4,
  failureRate: 0.5,
  openMs: 100,
  maxOpenMs: 300,
  trials: 1,
};

interface Bench {
  readonly breaker: CircuitBreaker;
  readonly changes: CircuitState[];
  pass(ms: number): void;
  /** One call that ends at once. */
  call(outcome: 'succeeded' | 'failed' | 'dropped'): 'let through' | 'spared';
}

function bench(over: Partial<CircuitRules> = {}): Bench {
  let at = 0;
  const changes: CircuitState[] = [];
  const breaker = createCircuitBreaker({
    rules: { ...rules, ...over },
    now: () => at,
    random: () => 1,
    onChange: (state) => changes.push(state),
  });
  return {
    breaker,
    changes,
    pass: (ms) => void (at += ms),
    call(outcome) {
      const passage = breaker.enter();
      passage?.[outcome]();
      return passage ? 'let through' : 'spared';
    },
  };
}

function opened(over: Partial<CircuitRules> = {}): Bench {
  const it = bench(over);
  for (let i = 0; i < rules.minimumCalls; i += 1) it.call('failed');
  return it;
}

test('few calls say nothing, then the share of failures decides', () => {
  const it = bench();
  for (const outcome of ['failed', 'failed', 'succeeded'] as const) it.call(outcome);
  expect(it.breaker.state).toBe('closed');
  it.call('succeeded');
  expect(it.breaker.state).toBe('open');
});

test('fewer failures than the share leave it closed', () => {
  const it = bench();
  for (let i = 0; i < 30; i += 1) it.call(i % 3 === 2 ? 'failed' : 'succeeded');
  expect(it.changes).toEqual([]);
});

test('failures are forgotten after the window, and what was dropped never counts', () => {
  const it = bench();
  for (let i = 0; i < 3; i += 1) it.call('failed');
  it.pass(1_100);
  for (let i = 0; i < 3; i += 1) it.call('failed');
  for (let i = 0; i < 20; i += 1) it.call('dropped');
  expect(it.breaker.state).toBe('closed');
  it.pass(500);
  it.call('failed');
  expect(it.breaker.state).toBe('open');
});

test('open spares every call until its time, then one may try', () => {
  const it = opened();
  expect(it.call('succeeded')).toBe('spared');
  it.pass(99);
  expect(it.call('succeeded')).toBe('spared');
  it.pass(1);
  const trial = it.breaker.enter();
  expect(it.breaker.state).toBe('half-open');
  expect(it.breaker.enter()).toBeUndefined();
  trial?.succeeded();
  expect(it.changes).toEqual(['open', 'half-open', 'closed']);
  expect(it.call('failed')).toBe('let through');
});

test('a trial that fails opens it for twice as long, up to the most', () => {
  const it = opened();
  for (const waitMs of [100, 200, 300, 300]) {
    it.pass(waitMs - 1);
    expect(it.call('failed')).toBe('spared');
    it.pass(1);
    expect(it.call('failed')).toBe('let through');
    expect(it.breaker.state).toBe('open');
  }
});

test('after it closed, the next opening is short again', () => {
  const it = opened();
  it.pass(100);
  it.call('failed');
  it.pass(200);
  it.call('succeeded');
  for (let i = 0; i < rules.minimumCalls; i += 1) it.call('failed');
  it.pass(100);
  expect(it.call('succeeded')).toBe('let through');
});

test('a trial whose client went away leaves its place to another', () => {
  const it = opened();
  it.pass(100);
  expect(it.call('dropped')).toBe('let through');
  expect(it.breaker.state).toBe('half-open');
  expect(it.call('succeeded')).toBe('let through');
  expect(it.breaker.state).toBe('closed');
});

test('responses from before a change say nothing about what is now', () => {
  const it = bench();
  const slow = it.breaker.enter();
  for (let i = 0; i < rules.minimumCalls; i += 1) it.call('failed');
  slow?.succeeded();
  expect(it.breaker.state).toBe('open');
  it.pass(100);
  const trial = it.breaker.enter();
  slow?.failed();
  expect(it.breaker.state).toBe('half-open');
  trial?.succeeded();
  expect(it.breaker.state).toBe('closed');
});
