import { driven, subscriber, settled, until } from '../../test/support/drivenTopic.ts';

describe('resumable', () => {
  test('who joins later gets the last state and shares the upstream', async () => {
    const { topic, upstreams, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1, 2);
    topic.join(b.one, undefined);
    await send(0, 3);
    expect([a.received, b.received]).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ]);
    expect(upstreams).toHaveLength(1);
  });

  test('who comes back gets what the ring still has', async () => {
    const { topic, upstreams, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1, 2, 3, 4);
    topic.join(b.one, '2');
    expect(b.received).toEqual(['3', '4']);
    expect(upstreams).toHaveLength(1);
  });

  test('who comes back from further away gets an upstream of its own, and joins the others when it is there', async () => {
    const { topic, upstreams, live, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 5, 6, 7, 8);
    topic.join(b.one, '2');
    expect(upstreams.map((u) => u.after)).toEqual([undefined, '2']);
    await send(1, 3, 4);
    expect(live()).toHaveLength(2);
    await send(1, 5);
    expect(live()).toHaveLength(2);
    await send(1, 6);
    expect(live()).toHaveLength(1);
    await send(0, 9);
    expect(b.received).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    expect(a.received).toEqual(['5', '6', '7', '8', '9']);
  });

  test('one that is ahead waits for the others', async () => {
    const { topic, live, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1);
    topic.join(b.one, '0');
    await send(1, 1, 2);
    expect(live()).toHaveLength(1);
    await send(0, 2, 3);
    expect([a.received, b.received]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
  });

  test('those who come back to one place share', async () => {
    const { topic, upstreams, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, '4');
    topic.join(b.one, '4');
    await send(0, 5);
    expect([a.received, b.received]).toEqual([['5'], ['5']]);
    expect(upstreams).toHaveLength(1);
  });

  test('a lost upstream resumes after the last event received, also while events wait', async () => {
    const { topic, upstreams, control, release, send } = driven(true);
    const a = subscriber();
    topic.join(a.one, undefined);
    control.hold = true;
    await send(0, 1, 2);
    upstreams[0]?.sink.lost();
    await until(() => upstreams.length === 2);
    expect(upstreams[1]?.after).toBe('2');
    control.hold = false;
    release();
    await settled();
    await send(1, 3);
    expect(a.received).toEqual(['1', '2', '3']);
  });

  test('more events than may wait pause the upstream, none is lost', async () => {
    const { topic, upstreams, control, release, send } = driven(true);
    const a = subscriber();
    topic.join(a.one, undefined);
    control.hold = true;
    await send(0, 1, 2, 3, 4, 5, 6);
    expect(upstreams[0]?.stopped).toBe(true);
    control.hold = false;
    release();
    await until(() => upstreams.length === 2);
    expect(upstreams[1]?.after).toBe('6');
    await send(1, 7);
    expect(a.received).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });
});

describe('an owner that fails', () => {
  const away = [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }];

  test('while it runs is asked again after the last event; subscribers hear a pause at most', async () => {
    const { topic, upstreams, send } = driven(true);
    const a = subscriber();
    topic.join(a.one, undefined);
    await send(0, 1);
    upstreams[0]?.sink.refused(away);
    await until(() => upstreams.length === 2);
    upstreams[1]?.sink.next({ data: null, errors: away });
    expect(upstreams[1]?.stopped).toBe(true);
    await until(() => upstreams.length === 3);
    await send(2, 2);
    expect(upstreams.map((u) => u.after)).toEqual([undefined, '1', '1']);
    expect(a.received).toEqual(['1', '2']);
  });

  test('for longer than the retries last ends it', async () => {
    const { topic, upstreams, send, emptied } = driven(true, { ownerRetryTimeoutMs: 0 });
    const a = subscriber();
    topic.join(a.one, undefined);
    await send(0, 1);
    upstreams[0]?.sink.refused(away);
    expect([a.received, upstreams.length]).toEqual([['1', 'error Internal server error'], 1]);
    topic.leave(a.one);
    expect(emptied()).toBe(1);
  });

  test('at the very beginning is told at once, as is a refusal at any time', async () => {
    const { topic, upstreams, send } = driven(true);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    upstreams[0]?.sink.refused(away);
    topic.join(b.one, undefined);
    await send(1, 1);
    upstreams[1]?.sink.refused([{ message: 'no more', extensions: { code: 'ACCESS_ENDED' } }]);
    expect([a.received, b.received]).toEqual([['error Internal server error'], ['1', 'error no more']]);
    expect(upstreams).toHaveLength(2);
  });
});

test('a state that is not fresh is asked for anew, and those who joined go on with the others', async () => {
  const { topic, upstreams, live, send } = driven(true, { freshMs: 0 });
  const [a, b, c] = [subscriber(), subscriber(), subscriber()];
  topic.join(a.one, undefined);
  await send(0, 1, 2);
  topic.join(b.one, undefined);
  topic.join(c.one, undefined);
  expect(upstreams.map((u) => u.after)).toEqual([undefined, undefined]);
  await send(1, 2);
  expect(live()).toHaveLength(1);
  await send(0, 3);
  expect([a.received, b.received, c.received]).toEqual([
    ['1', '2', '3'],
    ['2', '3'],
    ['2', '3'],
  ]);
});

test('large payloads leave the ring earlier', async () => {
  const { topic, upstreams, send } = driven(true, { ringCharacters: 2 });
  const [a, b] = [subscriber(), subscriber()];
  topic.join(a.one, undefined);
  await send(0, 1, 2, 3);
  topic.join(b.one, '1');
  expect(b.received).toEqual([]);
  expect(upstreams.map((u) => u.after)).toEqual([undefined, '1']);
});

test('an end is told after all events are out', async () => {
  const { topic, upstreams, control, release, send, emptied } = driven(true);
  const a = subscriber();
  topic.join(a.one, undefined);
  control.hold = true;
  await send(0, 1);
  upstreams[0]?.sink.completed();
  expect(a.received).toEqual([]);
  control.hold = false;
  release();
  await settled();
  expect(a.received).toEqual(['1', 'complete']);
  topic.leave(a.one);
  expect(emptied()).toBe(1);
});

test('a refusal reaches everyone', () => {
  const { topic, upstreams } = driven(true);
  const [a, b] = [subscriber(), subscriber()];
  topic.join(a.one, undefined);
  topic.join(b.one, undefined);
  upstreams[0]?.sink.refused([{ message: 'no' }]);
  expect([a.received, b.received]).toEqual([['error no'], ['error no']]);
});

test('the last to leave ends the upstream', async () => {
  const { topic, live, send, emptied } = driven(true);
  const [a, b] = [subscriber(), subscriber()];
  topic.join(a.one, undefined);
  topic.join(b.one, undefined);
  topic.leave(a.one);
  await send(0, 1);
  expect([a.received, b.received, live().length]).toEqual([[], ['1'], 1]);
  topic.leave(b.one);
  expect([live().length, emptied()]).toEqual([0, 1]);
});

describe('what begins with a snapshot', () => {
  test('gives each joiner one, then all share the upstream of the first', async () => {
    const { topic, upstreams, live, send } = driven(false);
    const [a, b, c] = [subscriber(), subscriber(), subscriber()];
    topic.join(a.one, undefined);
    topic.join(b.one, undefined);
    await send(0, 1, 2);
    topic.join(c.one, undefined);
    expect(upstreams).toHaveLength(2);
    await send(1, 2);
    expect(live()).toEqual([upstreams[0]]);
    await send(0, 3);
    expect([a.received, b.received, c.received]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
      ['2', '3'],
    ]);
  });

  test('loses nothing that the others heard while the snapshot was on its way', async () => {
    const { topic, live, control, release, send } = driven(false);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1);
    topic.join(b.one, undefined);
    await send(0, 2);
    control.hold = true;
    await send(1, 1);
    control.hold = false;
    await send(0, 3);
    release();
    await settled();
    await send(0, 4);
    expect(live()).toHaveLength(1);
    expect(b.received).toEqual(['1', '2', '3', '4']);
    expect(a.received).toEqual(['1', '2', '3', '4']);
  });

  test('stays apart if the others heard more than is remembered', async () => {
    const { topic, live, send } = driven(false);
    const [a, b] = [subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1);
    topic.join(b.one, undefined);
    await send(0, 2, 3, 4, 5);
    await send(1, 5, 6);
    expect(live()).toHaveLength(2);
    expect(b.received).toEqual(['5', '6']);
  });

  test('goes on alone if the others left meanwhile', async () => {
    const { topic, upstreams, live, send } = driven(false);
    const [a, b, c] = [subscriber(), subscriber(), subscriber()];
    topic.join(a.one, undefined);
    await send(0, 1);
    topic.join(b.one, undefined);
    topic.leave(a.one);
    await send(1, 1, 2);
    expect(live()).toEqual([upstreams[1]]);
    topic.join(c.one, undefined);
    await send(2, 2);
    expect([b.received, c.received]).toEqual([['1', '2'], ['2']]);
  });
});
