/** One operation over HTTP; returns the GraphQL result, also of a refusal. */
export async function execute(body, headers = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}
