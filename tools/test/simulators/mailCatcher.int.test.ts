import { createTransport } from 'nodemailer';
import { startMailCatcher, type MailCatcher } from '../../src/simulators/mail-catcher/index.ts';

let catcher: MailCatcher;
let transport: ReturnType<typeof createTransport>;
beforeAll(async () => {
  catcher = await startMailCatcher();
  transport = createTransport(catcher.smtpUrl);
});
afterAll(async () => {
  transport.close();
  await catcher.stop();
});

const send = (to: string, subject: string) =>
  transport.sendMail({ from: 'shop@nakku.example', to, subject, text: 'Hello', html: '<p>Hello</p>' });
const get = (path: string) => fetch(`${catcher.url}${path}`);

test('what is sent is in the JSON API by address, newest first, and on the page, escaped', async () => {
  await send('anna@customers.example', 'First');
  await send('otto@customers.example', 'Other');
  await send('anna@customers.example', '<script>Second');
  const mails = await (await get('/api/mails?to=Anna@customers.example')).json();
  expect(mails).toMatchObject([
    { id: 3, to: ['anna@customers.example'], subject: '<script>Second' },
    { id: 1, from: 'shop@nakku.example', subject: 'First', text: 'Hello', html: '<p>Hello</p>' },
  ]);
  expect(await (await get('/api/mails?limit=1')).json()).toHaveLength(1);
  const page = await get('/');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('&lt;script&gt;Second');
  expect(await (await get('/mails/1')).text()).toBe('<p>Hello</p>');
  expect((await get('/mails/9')).status).toBe(404);
  expect((await get('/ready')).status).toBe(200);
});

test.each([
  ['bounce-1@customers.example', 550],
  ['busy-1@customers.example', 451],
])('a mail to %s is refused by %i and not kept', async (to, responseCode) => {
  await expect(send(to, 'No')).rejects.toMatchObject({ responseCode });
  expect(catcher.mailsTo(to)).toEqual([]);
});
