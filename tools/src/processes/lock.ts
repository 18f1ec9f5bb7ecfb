export type { Holder } from '../../bootstrap/lock.mjs';
export { lockHolder, takeLock } from '../../bootstrap/lock.mjs';
