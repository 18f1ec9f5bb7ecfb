/** Things that one at a time may use. */
export interface Pool<Thing> {
  /** Waits until one is free. */
  take(): Promise<Thing>;
  release(thing: Thing): void;
}

export function poolOf<Thing>(things: readonly Thing[]): Pool<Thing> {
  const free = [...things];
  const waiting: ((thing: Thing) => void)[] = [];
  return {
    take() {
      const thing = free.shift();
      return thing === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(thing);
    },
    release(thing) {
      const next = waiting.shift();
      if (next) next(thing);
      else free.push(thing);
    },
  };
}
