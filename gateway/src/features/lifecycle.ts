import type { Page } from '../transports/shared/exchange.ts';

/** A page by its path; undefined if it is none of this source. */
export type PageSource = (path: string) => Promise<Page | undefined> | Page | undefined;

/** What features share as parts of one process: their end, their pages, their say in health. */
export interface Lifecycle {
  /** Registers what ends a feature. Ends run one after another, those of later features first. */
  onStop(stop: () => unknown): void;
  addPages(source: PageSource): void;
  /** Registers details for `/health`. */
  addHealth(detail: () => Readonly<Record<string, unknown>>): void;
  /** Registers a condition of `/ready`. */
  addReadiness(isReady: () => boolean): void;
  page(path: string): Promise<Page | undefined>;
  health(): { readonly ready: boolean; readonly detail: Readonly<Record<string, unknown>> };
  /** Not ready from now on, then every feature is ended. A second call waits too. */
  stop(): Promise<void>;
}

export function createLifecycle(): Lifecycle {
  const stops: (() => unknown)[] = [];
  const sources: PageSource[] = [];
  const details: (() => Readonly<Record<string, unknown>>)[] = [];
  const conditions: (() => boolean)[] = [];
  let stopped: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (const stop of stops.reverse()) await stop();
  }

  return {
    onStop: (stop) => void stops.push(stop),
    addPages: (source) => void sources.push(source),
    addHealth: (detail) => void details.push(detail),
    addReadiness: (isReady) => void conditions.push(isReady),
    async page(path) {
      for (const source of sources) {
        const page = await source(path);
        if (page) return page;
      }
      return undefined;
    },
    health: () => ({
      ready: stopped === undefined && conditions.every((isReady) => isReady()),
      detail: Object.assign({}, ...details.map((detail) => detail())),
    }),
    stop: () => (stopped ??= stopAll()),
  };
}
