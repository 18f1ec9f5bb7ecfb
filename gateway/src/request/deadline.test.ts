import { Cancellation, deadlineIn, DeadlineExceeded } from './deadline.ts';

test('a cancellation calls its listeners once, and none that left', () => {
  const cancellation = new Cancellation();
  const called: string[] = [];
  const left = () => void called.push('left');
  cancellation.addEventListener('abort', () => void called.push('first'));
  cancellation.addEventListener('abort', left);
  cancellation.removeEventListener('abort', left);
  const reason = new Error('gone');
  cancellation.abort(reason);
  cancellation.abort(new Error('again'));
  cancellation.addEventListener('abort', () => void called.push('late'));
  expect(called).toEqual(['first']);
  expect(cancellation).toMatchObject({ aborted: true, reason });
});

test('a deadline ends with its time', async () => {
  const deadline = deadlineIn(1);
  await new Promise<void>((resolve) => deadline.addEventListener('abort', resolve));
  expect(deadline.reason).toBeInstanceOf(DeadlineExceeded);
});

test('a deadline ends with what may be given up earlier, also with an AbortSignal', () => {
  const [gone, signal] = [new Cancellation(), new AbortController()];
  const reason = new Error('the client went away');
  const deadlines = [deadlineIn(60_000, gone), deadlineIn(60_000, signal.signal)];
  gone.abort(reason);
  signal.abort(reason);
  const late = deadlineIn(60_000, gone);
  expect([...deadlines, late].map((one) => one.reason)).toEqual([reason, reason, reason]);
  for (const one of [...deadlines, late]) one.clear();
});

test('a deadline that is over is not aborted any more', () => {
  const gone = new Cancellation();
  const deadline = deadlineIn(60_000, gone);
  deadline.clear();
  gone.abort(new Error('the client went away'));
  expect(deadline.aborted).toBe(false);
});
