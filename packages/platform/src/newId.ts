import { v7 as uuidv7 } from 'uuid';

/** A new UUIDv7: opaque to clients, and in the order in which ids were made. */
export const newId = (): string => uuidv7();
