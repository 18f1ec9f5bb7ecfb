/** The gateway's signed statement of who is calling; a subgraph returns 401 without it. */
export const IDENTITY_HEADER = 'x-nakku-identity';
/** Path of users at which a gateway reads what was revoked; it takes the header above. */
export const REVOCATIONS_PATH = '/revocations';
/** The address of the client as the gateway saw it. */
export const CLIENT_IP_HEADER = 'x-nakku-client-ip';
export const REQUEST_ID_HEADER = 'x-request-id';
export const CORRELATION_ID_HEADER = 'x-correlation-id';
/** Milliseconds since the epoch after which nobody waits for the response any more. */
export const DEADLINE_HEADER = 'x-nakku-deadline';
