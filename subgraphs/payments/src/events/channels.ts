/** Signalled after the commit of an event that brings work: workers of all replicas look at once. */
export const WORK_CHANNEL = 'payments-work';
