/** Something that is generated from the sources and committed. */
export interface Artefact {
  /** The name by which `nakku generate` knows it. */
  readonly name: string;
  /** What it is, for the help. */
  readonly what: string;
  /**
   * The text of each file, by its path in the repository.
   * @throws CannotGenerate when the sources are wrong
   */
  files(): Promise<ReadonlyMap<string, string>>;
}
