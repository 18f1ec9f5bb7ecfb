/** Variables that were renamed, with what they are called now: an old name that is still set is refused at the start. */
const renamed: Readonly<Record<string, string>> = {
  DELIVERY_FAULTS: 'EVENT_FAULTS',
  PEOPLE_SPEED: 'SIMULATION_SPEED',
};

/** One line per old name that is set, naming the new one. Empty values count as missing. */
export function oldNames(
  env: Readonly<Record<string, string | undefined>>,
  names: Readonly<Record<string, string>> = renamed,
): string[] {
  return Object.entries(names)
    .filter(([old]) => env[old] !== undefined && env[old] !== '')
    .map(([old, now]) => `${old}: is called ${now} now`);
}
