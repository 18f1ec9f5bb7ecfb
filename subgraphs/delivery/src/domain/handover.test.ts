import { metersOutOfReach } from './handover.ts';

const rules = { withinMeters: 300, speed: 15 };
const now = new Date('2026-03-01T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
/** 0.01 degrees of latitude are 1,111.95 m. */
const door = { latitude: 52.53, longitude: 13.4 };
const store = { latitude: 52.52, longitude: 13.4 };

describe('whether a courier can be at the door', () => {
  test('a second after pick-up more than a kilometre away: no', () => {
    expect(metersOutOfReach(door, [{ location: store, at: secondsAgo(1) }], rules, now)).toBe(797);
  });

  test('after a ride of a minute: yes', () => {
    expect(metersOutOfReach(door, [{ location: store, at: secondsAgo(60) }], rules, now)).toBe(0);
  });

  test('seen at the door just now, and a minute ago at the store: yes', () => {
    const seen = [
      { location: store, at: secondsAgo(60) },
      { location: door, at: now },
    ];
    expect(metersOutOfReach(door, seen, rules, now)).toBe(0);
  });

  test('seen elsewhere just now: no, however long ago the pick-up was', () => {
    const seen = [
      { location: store, at: secondsAgo(3_600) },
      { location: { latitude: 52.5, longitude: 13.4 }, at: secondsAgo(2) },
    ];
    expect(metersOutOfReach(door, seen, rules, now)).toBe(3006);
  });

  test('a position of a clock that is ahead counts as of now; seen nowhere: nothing speaks against it', () => {
    expect(metersOutOfReach(door, [{ location: store, at: secondsAgo(-5) }], rules, now)).toBe(812);
    expect(metersOutOfReach(door, [], rules, now)).toBe(0);
  });
});
