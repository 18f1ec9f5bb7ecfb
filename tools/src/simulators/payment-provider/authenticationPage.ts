import { chargedAmount } from './amounts.ts';
import type { Books } from './books.ts';
import { authenticate } from './changeIntent.ts';
import type { Entry } from './journal.ts';
import type { PaymentIntent } from './objects.ts';

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Where the customer is sent back to. */
  readonly location?: string;
}

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}</html>`;

const notFound: Page = { status: 404, html: page('No such payment', '<p>This address opens nothing.</p>') };

/**
 * The 3-D Secure page of the card's bank. Without an outcome it asks; with `complete` or `fail` (query of a GET,
 * form of a POST) it settles the intent. Only whoever has the client secret sees anything.
 */
export function authenticationPage(
  o: { books: Books; publicUrl: () => string; committed: (entry: Entry) => void },
  intentId: string,
  parameters: URLSearchParams,
): Page {
  const intent = o.books.intents.get(intentId);
  if (intent?.client_secret !== parameters.get('client_secret') || !intent) return notFound;
  const outcome = parameters.get('outcome');
  if (outcome !== 'complete' && outcome !== 'fail') return question(intent);
  const desk = { books: o.books, publicUrl: o.publicUrl, idempotencyKey: null };
  const settled = authenticate(desk, intent, outcome === 'complete');
  if (settled?.entry) o.committed(o.books.commit(settled.entry));
  const returnUrl = intent.next_action?.redirect_to_url.return_url ?? null;
  const sentence = settled ? 'Thank you. You may close this page.' : 'This payment was settled before.';
  const html = page('3-D Secure', `<p>${sentence}</p>`);
  return returnUrl === null ? { status: 200, html } : { status: 303, html, location: returnUrl };
}

function question(intent: PaymentIntent): Page {
  if (intent.status !== 'requires_action') {
    return { status: 200, html: page('3-D Secure', '<p>This payment was settled before.</p>') };
  }
  const button = (outcome: string, label: string): string =>
    `<button name="outcome" value="${outcome}">${label}</button>`;
  const form = `<form method="post"><input type="hidden" name="client_secret" value="${intent.client_secret}">${button('complete', 'Approve')} ${button('fail', 'Refuse')}</form>`;
  return { status: 200, html: page('3-D Secure', `<p>Pay ${chargedAmount(intent)}?</p>${form}`) };
}
