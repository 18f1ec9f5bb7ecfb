/** Who sells, as an invoice names it. */
export interface Seller {
  readonly name: string;
  readonly lines: readonly string[];
  /** VAT identification number or the like. */
  readonly taxId: string;
}

/** The invoice of a delivered order. */
export interface Invoice {
  readonly orderId: string;
  readonly storeId: string;
  /** In the seller's time zone. */
  readonly year: number;
  /** From 1, without gaps within the store and year. */
  readonly serial: number;
  readonly seller: Seller;
  readonly issuedAt: Date;
}

/** How this service writes invoices. */
export interface InvoiceRule {
  readonly seller: Seller;
  /** IANA name: decides in which year an invoice is. */
  readonly timeZone: string;
  /** How long a link to the PDF is valid. */
  readonly linkMs: number;
}

/** The year of an instant where the seller is. */
export function yearIn(timeZone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', calendar: 'gregory' }).format(at));
}

/** The calendar day of an instant where the seller is, as YYYY-MM-DD. */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory' },
  }).format(at);
}

/** The number as it is printed: the year, the end of the store's ID, the serial number. */
export function invoiceNumber({
  year,
  storeId,
  serial,
}: Pick<Invoice, 'year' | 'storeId' | 'serial'>): string {
  return `${year}-${storeId.slice(-12).toUpperCase()}-${String(serial).padStart(6, '0')}`;
}
