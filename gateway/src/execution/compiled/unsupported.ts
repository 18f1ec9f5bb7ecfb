/** A plan or operation has something that only Apollo's executor knows. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
