import { formatAmount } from '@nakku/money';
import { dayIn, invoiceNumber } from './invoice.ts';
import type { Invoice } from './invoice.ts';
import type { Order } from './order.ts';
import { taxesOf } from './taxes.ts';
import type { TaxedLine } from './taxes.ts';

/** A line of an order as an invoice prints it. */
export interface InvoicedLine extends TaxedLine {
  readonly name: string;
  readonly packaging: string;
  readonly unitPrice: number | bigint;
}

/** What an invoice says, ready to be printed: tables as rows of cells. */
export interface InvoiceContent {
  readonly title: string;
  readonly seller: readonly string[];
  readonly customer: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  readonly lines: readonly (readonly [
    quantity: string,
    name: string,
    price: string,
    tax: string,
    total: string,
  ])[];
  readonly sums: readonly (readonly [string, string])[];
  readonly taxes: readonly (readonly [rate: string, net: string, tax: string, gross: string])[];
}

/** 700 is `7 %`, 550 `5.5 %`. */
const percent = (basisPoints: number): string => `${basisPoints / 100} %`;

/** The content of an invoice: the pieces that were delivered, at what was agreed, with the taxes by rate. */
export function invoiceContent(
  invoice: Invoice,
  order: Order,
  lines: readonly InvoicedLine[],
  timeZone: string,
): InvoiceContent {
  const { totals, dropoff } = order;
  const money = (amount: number): string => formatAmount(amount, totals.currency);
  const sum = (label: string, amount: number): [string, string][] =>
    amount === 0 ? [] : [[label, money(amount)]];
  return {
    title: `Invoice ${invoiceNumber(invoice)}`,
    seller: [invoice.seller.name, ...invoice.seller.lines, `VAT ID ${invoice.seller.taxId}`],
    customer: [...dropoff.lines, `${dropoff.postcode} ${dropoff.city}`, dropoff.country],
    facts: [
      ['Invoice number', invoiceNumber(invoice)],
      ['Date of invoice and delivery', dayIn(timeZone, invoice.issuedAt)],
      ['Order', order.number],
      ['Store', order.pickup.name],
    ],
    lines: lines
      .filter(({ picked }) => picked > 0)
      .map(({ picked, name, packaging, unitPrice, taxRate, finalTotal }) => [
        String(picked),
        `${name}, ${packaging}`,
        money(Number(unitPrice)),
        percent(taxRate),
        money(Number(finalTotal)),
      ]),
    sums: [
      ['Subtotal', money(totals.subtotal)],
      ...sum('Discount', -totals.discount),
      ...sum('Delivery', totals.deliveryFee),
      ...sum('Tip', totals.tip),
      ['Total', money(totals.total)],
    ],
    taxes: taxesOf(totals, lines).map(({ rate, net, tax, gross }) => [
      percent(rate),
      money(net),
      money(tax),
      money(gross),
    ]),
  };
}
