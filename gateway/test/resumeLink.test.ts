import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { Observable, of } from 'rxjs';
import { resumeLink } from '../../docs/clients/resumeLink.ts';

const document = gql`
  subscription ($after: Cursor) {
    tripUpdated(tripId: "1", after: $after) {
      cursor
    }
  }
`;

/** What a subscription gets whose first connection is closed with this code, and how often it was connected. */
async function closedWith(code: number): Promise<{ outcome: unknown; connections: number }> {
  let connections = 0;
  const server = new ApolloLink(
    () =>
      new Observable((client) => {
        connections += 1;
        // The words of `GraphQLWsLink`.
        if (connections === 1) client.error(new Error(`Socket closed with event ${code} Because`));
        else of({ data: { tripUpdated: { cursor: 'c1' } } }).subscribe(client);
      }),
  );
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([resumeLink, server]),
  });
  const outcome = await new Promise((resolve) => {
    client.subscribe({ query: document }).subscribe({
      next: ({ data, error }) => resolve(error?.message ?? data),
      error: (error: unknown) => resolve(error),
    });
  });
  client.stop();
  return { outcome, connections };
}

test.each([
  ['a message that breaks the protocol', 4400],
  ['no connection_init before a subscription', 4401],
  ['an id that is in use', 4409],
  ['a second connection_init', 4429],
  ['a message that is too large', 1009],
])('%s would be refused again: it ends with %i', async (_, code) => {
  expect(await closedWith(code)).toEqual({
    outcome: `Socket closed with event ${code} Because`,
    connections: 1,
  });
});

test.each([
  ['a token that ended', 4403],
  ['a client that did not begin in time', 4408],
  ['a failure of the gateway', 4500],
  ['a gateway that stopped', 1012],
  ['a connection that broke', 1006],
])('%s is resumed over another connection after %i', async (_, code) => {
  expect(await closedWith(code)).toEqual({ outcome: { tripUpdated: { cursor: 'c1' } }, connections: 2 });
});
