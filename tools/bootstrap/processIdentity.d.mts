/** A process, told apart from a later one with the same pid by the start time that the kernel keeps. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** What the kernel reports about a process; undefined when it is gone or a zombie. */
export interface ProcessFacts {
  readonly parent: number;
  readonly start: string;
  readonly name: string;
}

/** Reads the line of `ps -o stat=,ppid=,lstart=,comm=`: `Ss 1 Fri Nov 20 13:00:01 2026 /bin/sh`. */
export declare function factsOfPsLine(line: string): ProcessFacts | undefined;

/** The start time of a running process in the kernel's own notation; undefined when it is gone or a zombie. */
export declare function startTimeOf(pid: number): string | undefined;

export declare function parentOf(pid: number): number | undefined;

/** The name that a process shows in lists, e.g. `node`, `sh`, `npm start`. */
export declare function nameOf(pid: number): string | undefined;

export declare function identityOf(pid: number): ProcessIdentity | undefined;

/** This process. */
export declare function ownIdentity(): ProcessIdentity;

export declare function isAlive(process: ProcessIdentity): boolean;
