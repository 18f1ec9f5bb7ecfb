export type { Holder, LockResult } from '../../bootstrap/lock.mjs';
export { lockHolder, takeLock } from '../../bootstrap/lock.mjs';
