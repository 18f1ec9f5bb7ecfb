import type { InvoiceContent } from '../../domain/invoiceContent.ts';

/** Points from the left edge at which the columns of a table end, the first one begins at the margin. */
const MARGIN = 50;
const WIDTH = 495;
const BOTTOM = 770;
const ROW_GAP = 4;

/** What the built-in fonts of PDF cannot show (they have the characters of Windows-1252). */
const UNPRINTABLE = /[^\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;
const printable = (text: string): string => text.normalize('NFC').replaceAll(UNPRINTABLE, '?');

interface Column {
  readonly width: number;
  readonly align?: 'right';
}
const lineColumns: readonly Column[] = [
  { width: 40 },
  { width: 235 },
  { width: 80, align: 'right' },
  { width: 50, align: 'right' },
  { width: 90, align: 'right' },
];
const sumColumns: readonly Column[] = [{ width: 375 }, { width: 120, align: 'right' }];
const factColumns: readonly Column[] = [{ width: 200 }, { width: 295 }];
const taxColumns: readonly Column[] = [
  { width: 135 },
  { width: 120, align: 'right' },
  { width: 120, align: 'right' },
  { width: 120, align: 'right' },
];

/** Prints an invoice as PDF, on as many pages as it needs. */
export async function invoicePdf(content: InvoiceContent, issuedAt: Date): Promise<Buffer> {
  // Loaded when it is first needed: most processes print nothing for hours.
  const { default: PDFDocument } = await import('pdfkit');
  const info = { Title: content.title, CreationDate: issuedAt };
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, info });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });

  const row = (cells: readonly string[], columns: readonly Column[], font = 'Helvetica'): void => {
    pdf.font(font).fontSize(9);
    const texts = cells.map(printable);
    const heights = texts.map((text, i) => pdf.heightOfString(text, { width: columns[i]?.width ?? WIDTH }));
    const height = Math.max(...heights);
    if (pdf.y + height > BOTTOM) pdf.addPage();
    const top = pdf.y;
    let left = MARGIN;
    for (const [i, text] of texts.entries()) {
      const { width, align } = columns[i] ?? { width: WIDTH };
      pdf.text(text, left, top, { width, align: align ?? 'left' });
      left += width;
    }
    pdf.y = top + height + ROW_GAP;
  };
  const table = (
    head: readonly string[] | null,
    rows: readonly (readonly string[])[],
    columns: readonly Column[],
  ): void => {
    pdf.y += 14;
    if (head) row(head, columns, 'Helvetica-Bold');
    for (const cells of rows) row(cells, columns);
  };

  for (const line of content.seller) row([line], [{ width: WIDTH }]);
  pdf.y += 20;
  for (const line of content.customer) row([line], [{ width: WIDTH }]);
  pdf.y += 20;
  row([content.title], [{ width: WIDTH }], 'Helvetica-Bold');
  table(null, content.facts, factColumns);
  table(['Pieces', 'Product', 'Price', 'Tax', 'Total'], content.lines, lineColumns);
  table(null, content.sums, sumColumns);
  table(['Tax rate', 'Net', 'Tax', 'Gross'], content.taxes, taxColumns);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}
