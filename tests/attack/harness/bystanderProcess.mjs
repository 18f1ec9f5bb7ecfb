// A client that shops while another address attacks: a process of its own, so that it measures the system and not the
// attack. Sends one request after the other and reports the `p95` of those since the last call, over IPC.
import { Agent, request } from 'node:http';

const [, , url, from, everyMs] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const body = JSON.stringify({
  query:
    'query Bystander { categories { id name } products(first: 5) { edges { node { id name price { amount } } } } }',
});
const headers = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'x-forwarded-for': from,
};
let took = [];
let failed = 0;

function once() {
  return new Promise((resolve) => {
    const started = performance.now();
    const done = (ok) => {
      took.push(performance.now() - started);
      if (!ok) failed += 1;
      resolve();
    };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => done(response.statusCode === 200 && !text.includes('"errors"')));
      response.on('error', () => done(false));
    });
    sent.setTimeout(20_000, () => sent.destroy(new Error('no response within 20 s')));
    sent.on('error', () => done(false));
    sent.end(body);
  });
}

process.on('message', () => {
  const sorted = took.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  process.send({ count: sorted.length, failed, p50: at(0.5), p95: at(0.95) });
  took = [];
  failed = 0;
});
process.on('disconnect', () => process.exit(0));

for (;;) {
  await once();
  await new Promise((resolve) => setTimeout(resolve, Number(everyMs)));
}
