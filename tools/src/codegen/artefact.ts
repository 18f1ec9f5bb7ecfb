/** Something that is generated from the sources and committed. */
export interface Artefact {
  /** The name by which `nakku generate` knows it. */
  readonly name: string;
  /** What it is, for the help. */
  readonly what: string;
  /**
   * The text of each file, by its path in the repository.
   * @param hint is told what may be better in the sources
   * @throws CannotGenerate when the sources are wrong
   */
  files(hint: (text: string) => void): Promise<ReadonlyMap<string, string>>;
}
