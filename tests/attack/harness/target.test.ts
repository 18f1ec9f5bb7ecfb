import { openTarget, requireLoopback } from './target.ts';

test.each(['http://example.com:4000', 'http://10.0.0.1:4000', 'http://127.0.0.1.example.com'])(
  'nothing but this machine is attacked: %s',
  (url) => {
    expect(() => requireLoopback(url)).toThrow('Only a system on loopback is attacked');
  },
);

test('this machine is', async () => {
  for (const url of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])
    requireLoopback(url);
  expect(() => openTarget('https://shop.example')).toThrow('Only a system on loopback is attacked');
  await openTarget('http://127.0.0.1:4000').close();
});
