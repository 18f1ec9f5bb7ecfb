import { z } from 'zod';
import { atLeastOne, between, flag, setting } from './setting.ts';

/** What clients may ask for in all: a bucket of cost and one of requests for each user, or address of who is none. */
export const demand = z
  .strictObject({
    mode: setting(
      'DEMAND_CONTROL',
      '`enforce` refuses what is too much; `measure` only says what it would cost and counts what it would refuse.',
      z.enum(['enforce', 'measure']).default('enforce'),
    ),
    maxCost: setting(
      'MAX_COST',
      'Estimated cost of one operation. It holds without Redis too, and on every transport.',
      atLeastOne(10_000),
    ),
    assumedListSize: setting(
      'ASSUMED_LIST_SIZE',
      'Items of a list about which the schema says nothing.',
      atLeastOne(10),
    ),
    fetchCost: setting(
      'FETCH_COST',
      'What each fetch from a subgraph costs, beside the objects that it returns.',
      between(0, 10_000, 60),
    ),
    newDocumentCost: setting(
      'NEW_DOCUMENT_COST',
      'What an operation costs that was never sent before, at least: it is parsed, validated and planned. Never given back.',
      between(0, 10_000, 100),
    ),
    planningCostPerMs: setting(
      'PLANNING_COST_PER_MS',
      'What a millisecond of its planning costs, if that is more.',
      between(0, 10_000, 40),
    ),
    showCost: setting(
      'SHOW_COST',
      'Whether responses carry `extensions.cost` and x-graphql-cost headers.',
      flag(true),
    ),
    userCost: setting(
      'COST_PER_USER',
      "A signed-in user's budget of cost when it is full.",
      atLeastOne(100_000),
    ),
    userCostPerSecond: setting(
      'COST_PER_USER_PER_SECOND',
      'How much of it comes back in a second.',
      atLeastOne(5_000),
    ),
    addressCost: setting(
      'COST_PER_ADDRESS',
      'The same for an address from which nobody is signed in; several people may share it. IPv6 counts by /64.',
      atLeastOne(300_000),
    ),
    addressCostPerSecond: setting(
      'COST_PER_ADDRESS_PER_SECOND',
      'How much of it comes back in a second.',
      atLeastOne(15_000),
    ),
    userRequests: setting('REQUESTS_PER_USER', 'Requests that a user may send at once.', atLeastOne(1_000)),
    userRequestsPerSecond: setting(
      'REQUESTS_PER_USER_PER_SECOND',
      'How many of them come back in a second.',
      atLeastOne(50),
    ),
    addressRequests: setting(
      'REQUESTS_PER_ADDRESS',
      'Requests that may come at once from an address from which nobody is signed in.',
      atLeastOne(3_000),
    ),
    addressRequestsPerSecond: setting(
      'REQUESTS_PER_ADDRESS_PER_SECOND',
      'How many of them come back in a second.',
      atLeastOne(150),
    ),
    userPace: setting(
      'PACE_PER_USER_PER_SECOND',
      'Requests of a user that go on in a second; further ones wait for their turn, a second at most.',
      atLeastOne(50),
    ),
    addressPace: setting(
      'PACE_PER_ADDRESS_PER_SECOND',
      'The same for an address from which nobody is signed in.',
      atLeastOne(150),
    ),
    userOperations: setting(
      'PARALLEL_OPERATIONS_PER_USER',
      'Queries and mutations of a user that execute at once; further ones wait for their turn, a second at most.',
      atLeastOne(6),
    ),
    addressOperations: setting(
      'PARALLEL_OPERATIONS_PER_ADDRESS',
      'The same for an address from which nobody is signed in.',
      atLeastOne(6),
    ),
    userDocuments: setting(
      'NEW_DOCUMENTS_PER_USER',
      'Operations that a user may send at once that were never sent before.',
      atLeastOne(200),
    ),
    userDocumentsPerSecond: setting(
      'NEW_DOCUMENTS_PER_USER_PER_SECOND',
      'How many of them come back in a second.',
      atLeastOne(5),
    ),
    addressDocuments: setting(
      'NEW_DOCUMENTS_PER_ADDRESS',
      'The same for an address from which nobody is signed in.',
      atLeastOne(500),
    ),
    addressDocumentsPerSecond: setting(
      'NEW_DOCUMENTS_PER_ADDRESS_PER_SECOND',
      'How many of them come back in a second.',
      atLeastOne(10),
    ),
    refusalsPerSecond: setting(
      'REFUSALS_PER_ADDRESS_PER_SECOND',
      'Refused requests of one address that are responded to in a second; further responses wait, a second at most.',
      atLeastOne(20),
    ),
    accountsFactor: setting(
      'ACCOUNTS_PER_ADDRESS',
      'All users of one address together have the budgets of so many: accounts cost nothing, and a household or a shop shares an address.',
      between(1, 10_000, 20),
    ),
    leaseMs: setting(
      'DEMAND_LEASE_MS',
      'For so long after it saw what is left to a client, a gateway grants up to a sixteenth of that without asking Redis; 0: it asks for each request.',
      between(0, 60_000, 1_000),
    ),
    redisTimeoutMs: setting(
      'DEMAND_TIMEOUT_MS',
      'How long Redis may take. If it is away, full, read-only or slower, each gateway keeps budgets of its own for a second, then Redis is tried again.',
      atLeastOne(250),
    ),
  })
  .meta({ description: 'What clients may ask for in all, and what one operation may cost.' });
