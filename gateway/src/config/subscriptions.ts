import { z } from 'zod';
import { atLeastOne, between, flag, setting } from './setting.ts';

/** Sockets and streams. */
export const subscriptions = z
  .strictObject({
    maxPerSocket: setting(
      'MAX_SUBSCRIPTIONS_PER_SOCKET',
      'Operations that may run on one WebSocket at a time.',
      atLeastOne(64),
    ),
    maxPerUser: setting(
      'MAX_SUBSCRIPTIONS_PER_USER',
      'Subscriptions that one user may run at a time on a gateway, over all connections.',
      atLeastOne(100),
    ),
    maxPerGuestAddress: setting(
      'MAX_SUBSCRIPTIONS_PER_GUEST_ADDRESS',
      'Subscriptions that may run at a time for those of one address who are not signed in. IPv6 counts by /64.',
      atLeastOne(200),
    ),
    maxPerAddress: setting(
      'MAX_SUBSCRIPTIONS_PER_ADDRESS',
      'Subscriptions that may run at a time from one address, whoever is signed in.',
      atLeastOne(1_000),
    ),
    maxSocketsPerAddress: setting(
      'MAX_SOCKETS_PER_ADDRESS',
      'WebSockets that one address may hold open on a gateway; a further one is refused with 429.',
      atLeastOne(500),
    ),
    maxMessageBytes: setting(
      'MAX_SOCKET_MESSAGE_BYTES',
      'One message of a client; a larger one closes its socket.',
      atLeastOne(64 * 1024),
    ),
    maxBufferBytes: setting(
      'MAX_CLIENT_BUFFER_BYTES',
      "What may wait in one client's connection before it counts as a slow consumer.",
      atLeastOne(1024 * 1024),
    ),
    maxWaitingEvents: setting(
      'MAX_WAITING_EVENTS',
      "Events of a group that may wait for their other subgraphs' parts.",
      atLeastOne(256),
    ),
    resumeRing: setting(
      'RESUME_RING',
      'Payloads that a group of subscribers keeps for those who resume.',
      atLeastOne(64),
    ),
    resumeRingCharacters: setting(
      'RESUME_RING_CHARACTERS',
      'Characters of these payloads together; the last one is kept in any case.',
      atLeastOne(256 * 1024),
    ),
    stateFreshMs: setting(
      'STATE_FRESH_MS',
      'How old a payload may be that a joiner gets as the current state.',
      atLeastOne(1_000),
    ),
    ownerRetryTimeoutMs: setting(
      'OWNER_RETRY_TIMEOUT_MS',
      'How long a running subscription whose subgraph fails (its database is away) goes on trying before it ends.',
      between(0, 600_000, 30_000),
    ),
    sharedEntityCharacters: setting(
      'SHARED_ENTITY_CHARACTERS',
      'Characters of entities that a subgraph calls public and that events share, kept for each subgraph; 0 shares none.',
      between(0, 1024 * 1024 * 1024, 4 * 1024 * 1024),
    ),
    sharedEntityMs: setting(
      'SHARED_ENTITY_MS',
      'How long such an entity is kept at most, however long its subgraph allows.',
      between(1, 3_600_000, 30_000),
    ),
    upstreamSockets: setting(
      'UPSTREAM_SOCKETS',
      'WebSockets to each subgraph, which all subscriptions share.',
      atLeastOne(4),
    ),
    heartbeatMs: setting(
      'HEARTBEAT_MS',
      'Between two signs of life on a socket or stream.',
      atLeastOne(12_000),
    ),
    initTimeoutMs: setting(
      'CONNECTION_INIT_TIMEOUT_MS',
      'How long a new WebSocket may take to say who it is.',
      atLeastOne(10_000),
    ),
    closeSpreadMs: setting(
      'CLOSE_SPREAD_MS',
      'Over how long a stopping gateway spreads the reconnects of its clients.',
      between(0, 60_000, 2_000),
    ),
    startsPerSecond: setting(
      'SUBSCRIPTION_STARTS_PER_ADDRESS_PER_SECOND',
      'Subscriptions that one address begins in a second; further ones wait for their turn, five seconds at most.',
      atLeastOne(50),
    ),
    socketQueries: setting(
      'SOCKET_QUERIES',
      'Whether queries and mutations may come over the WebSocket too.',
      flag(false),
    ),
  })
  .meta({ description: 'Sockets and streams.' });
