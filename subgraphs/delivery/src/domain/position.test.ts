import { fresh, judgePosition, type KnownPosition } from './position.ts';

const rules = { plausibleSpeed: 50, trackMeters: 100, trackMs: 15_000 };
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds));
/** 0.001 degrees of latitude are 111.2 m. */
const place = (latitude: number) => ({ latitude, longitude: 13.4 });
const last: KnownPosition = {
  location: place(52.52),
  at: at(0),
  tracked: { location: place(52.52), at: at(0) },
};

describe('a measured position', () => {
  test('the first one is taken and kept', () => {
    const first = { location: place(52.52), at: at(0) };
    expect(judgePosition(null, first, rules)).toEqual({ kind: 'accepted', next: last, isTrackPoint: true });
  });

  test.each([
    ['earlier', -1],
    ['of the same instant', 0],
  ])('%s is dropped', (_, seconds) => {
    expect(judgePosition(last, { location: place(52.52), at: at(seconds) }, rules)).toEqual({
      kind: 'dropped',
      because: 'OLDER',
    });
  });

  test('111 m in 1 s are no ride, in 2 s they are', () => {
    expect(judgePosition(last, { location: place(52.521), at: at(1) }, rules)).toEqual({
      kind: 'dropped',
      because: 'TELEPORT',
    });
    expect(judgePosition(last, { location: place(52.521), at: at(2) }, rules)).toMatchObject({
      kind: 'accepted',
      isTrackPoint: true,
    });
  });

  test('a short move is not kept until long enough has passed; what was kept last stays known', () => {
    const near = { location: place(52.5202), at: at(5) };
    expect(judgePosition(last, near, rules)).toEqual({
      kind: 'accepted',
      next: { ...near, tracked: last.tracked },
      isTrackPoint: false,
    });
    const later = { location: place(52.5202), at: at(15) };
    expect(judgePosition(last, later, rules)).toEqual({
      kind: 'accepted',
      next: { ...later, tracked: later },
      isTrackPoint: true,
    });
  });
});

test('a position is believed for so long', () => {
  expect(fresh(last, 5_000, at(5))).toBe(last);
  expect(fresh(last, 4_999, at(5))).toBeNull();
  expect(fresh(null, 5_000, at(5))).toBeNull();
});
