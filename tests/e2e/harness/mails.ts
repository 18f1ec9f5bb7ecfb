import { z } from 'zod';
import { system } from './system.ts';

const mail = z.object({ messageId: z.string(), subject: z.string(), html: z.string() });

/** Mails about an order that a customer got, by subject; a mail that was sent again (the same Message-ID) counts once. */
export async function mailsAbout(orderId: string, address: string): Promise<string[]> {
  const query = new URLSearchParams({ to: address, limit: '1000' });
  const response = await fetch(`${system.url('mail-catcher')}/api/mails?${query.toString()}`);
  const all = z.array(mail).parse(await response.json());
  const about = all.filter(({ html }) => html.includes(`/orders/${orderId}"`));
  return [...new Map(about.map(({ messageId, subject }) => [messageId, subject])).values()].sort();
}
