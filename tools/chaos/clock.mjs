// Preloaded into a service (`node --import`): its clock is wrong by the milliseconds in the file CHAOS_CLOCK, looked at
// ten times a second. Only what the wall clock says is moved; timers and performance.now() go on as they do when
// somebody sets a machine's clock.
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 100;
const file = process.env.CHAOS_CLOCK;
const RealDate = Date;
let offsetMs = 0;

function look() {
  try {
    offsetMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offsetMs = 0; // nobody has touched the clock yet
  }
}

function WrongDate(...given) {
  if (new.target === undefined) return new RealDate(RealDate.now() + offsetMs).toString();
  const moment = given.length === 0 ? [RealDate.now() + offsetMs] : given;
  return Reflect.construct(RealDate, moment, new.target);
}
WrongDate.prototype = RealDate.prototype;
WrongDate.prototype.constructor = WrongDate;
WrongDate.now = () => RealDate.now() + offsetMs;
WrongDate.parse = RealDate.parse;
WrongDate.UTC = RealDate.UTC;
Object.setPrototypeOf(WrongDate, RealDate);

if (file) {
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
  globalThis.Date = WrongDate;
}
