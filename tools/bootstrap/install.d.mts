/**
 * Installs the packages unless they are there. Two commands that start at once install once: the second one waits. Where
 * an installation was interrupted, even by a kill, the next call begins it anew.
 * @param o.npmCi runs `npm ci` and calls `onStarted` with its pid; does not return, or throws, when it fails
 */
export declare function install(
  root: string,
  o: {
    npmCi: (onStarted: (pid: number) => void) => Promise<unknown>;
    log?: (line: string) => void;
  },
): Promise<void>;
