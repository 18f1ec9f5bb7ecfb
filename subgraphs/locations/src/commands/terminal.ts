/** Where a command writes to: results, and what went wrong. */
export interface Terminal {
  print(line: string): void;
  complain(line: string): void;
}
