import { createReadStream } from 'node:fs';
import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { codeOf } from '../../processes/errorCode.ts';
import { CannotStart } from '../../processes/cannotStart.ts';

/** One line of a file of baskets: what one customer buys, each item by the name of its category. */
export interface Basket {
  /** Where it stands in the file; the first line is 1. */
  readonly line: number;
  readonly items: readonly string[];
}

/** A file, or a line of it, that cannot be used; the message says where, what was expected and what to do. */
export class BadBaskets extends CannotStart {}

/** What the parser gives for each record. */
interface Row {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

const LINE_FEED = 0x0a;
const MAX_LINE_BYTES = 1_000_000;
/** So much of the beginning shows whether it is UTF-16. */
const SAMPLE_BYTES = 1_024;
const SKIP = 'or leave out such lines with --skip-bad-lines';

interface Bad {
  readonly line: number;
  readonly message: string;
}

interface Reading {
  /** The name of the file, for messages. */
  readonly file: string;
  /** Called for each line that is left out; undefined: the first one is an error. */
  readonly onBadLine?: (bad: Bad) => void;
}

const place = (o: Reading, line: number): string => `${o.file}:${line}`;

function refuse(o: Reading, bad: Bad): void {
  if (!o.onBadLine) throw new BadBaskets(`${place(o, bad.line)}: ${bad.message}`);
  o.onBadLine(bad);
}

function isUtf16(start: Buffer): boolean {
  const sample = start.subarray(0, SAMPLE_BYTES);
  const mark = sample.length < 2 ? 0 : sample.readUInt16BE(0);
  return mark === 0xfffe || mark === 0xfeff || sample.includes(0);
}

/** A file as blocks of whole lines: not much more than a chunk of it is held at a time. */
async function* blocksOf(source: AsyncIterable<Buffer>, o: Reading): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let sent = 0;
  for await (const chunk of source) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      const block = Buffer.concat([rest, chunk.subarray(0, end)]);
      yield block;
      sent += linesIn(block);
      rest = Buffer.alloc(0);
    }
    rest = Buffer.concat([rest, chunk.subarray(end)]);
    if (rest.length > MAX_LINE_BYTES)
      throw new BadBaskets(
        `${place(o, sent + 1)}: is longer than ${MAX_LINE_BYTES} bytes; expected one basket per line.`,
      );
  }
  if (rest.length > 0) yield rest;
}

function linesIn(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(LINE_FEED); at >= 0; at = block.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/** Blocks as text; a line that is not UTF-8 becomes an empty one, or an error. */
async function* textOf(source: AsyncIterable<Buffer>, o: Reading): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 0;
  for await (const block of blocksOf(source, o)) {
    if (line === 0 && isUtf16(block))
      throw new BadBaskets(
        `${place(o, 1)}: looks like UTF-16; expected UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 ${o.file}`,
      );
    try {
      yield decoder.decode(block);
    } catch {
      yield decodedByLine(block, line, o);
    }
    line += linesIn(block);
  }
}

/** @param before how many lines come before the block */
function decodedByLine(block: Buffer, before: number, o: Reading): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let from = 0;
  for (let line = before + 1; from < block.length; line += 1) {
    const end = block.indexOf(LINE_FEED, from);
    const bytes = block.subarray(from, end < 0 ? block.length : end + 1);
    from += bytes.length;
    try {
      text += decoder.decode(bytes);
    } catch {
      const how = `Convert the file, such as: iconv -f LATIN1 -t UTF-8 ${o.file}`;
      refuse(o, { line, message: `is not UTF-8; expected UTF-8. ${how}, ${SKIP}.` });
      text += '\n';
    }
  }
  return text;
}

/**
 * Baskets of a CSV source, one after the other: it is read no farther than they are asked for.
 * @throws BadBaskets
 */
export async function* basketsIn(source: AsyncIterable<Buffer>, o: Reading): AsyncGenerator<Basket> {
  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...(o.onBadLine ? { skip_records_with_error: true } : {}),
    on_skip: (error: CsvError | undefined) => {
      if (error) refuse(o, csvProblem(error));
      return undefined;
    },
  });
  // The error comes out of the rows; ending early is none.
  pipeline(Readable.from(textOf(source, o)), rows, () => undefined);
  try {
    for await (const row of rows) {
      const { info, record }: Row = row;
      const { lines } = info;
      const items = record.map((item) => item.trim()).filter((item) => item !== '');
      const [only = ''] = items;
      if (items.length === 1 && only.includes(';'))
        refuse(o, {
          line: lines,
          message: `is separated by semicolons; expected commas, as in "whole milk,soda". Save it with commas, ${SKIP}.`,
        });
      else if (items.length > 0) yield { line: lines, items };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    refuse(o, csvProblem(error));
  }
}

function csvProblem(error: CsvError): Bad {
  const line = typeof error.lines === 'number' ? error.lines : 0;
  return { line, message: `is no CSV (${error.message}); expected one basket per line, ${SKIP}.` };
}

/**
 * The first baskets of a CSV file without a header: one basket per line, one item (by the name of its category) per cell.
 * Empty cells and empty lines do not count.
 * @param o.max how many are read at most; the rest of the file is not looked at
 * @throws BadBaskets with file and line, unless such lines are skipped
 */
export async function readBaskets(
  file: string,
  o: { max: number; skipBadLines: boolean },
): Promise<{ baskets: Basket[]; skipped: string[] }> {
  const skipped: Bad[] = [];
  const baskets: Basket[] = [];
  const onBadLine = (bad: Bad): void => void skipped.push(bad);
  const source = createReadStream(file);
  try {
    for await (const basket of basketsIn(source, { file, ...(o.skipBadLines ? { onBadLine } : {}) })) {
      baskets.push(basket);
      if (baskets.length === o.max) break;
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new BadBaskets(`${file}: there is no such file`);
    throw error;
  } finally {
    source.destroy();
  }
  if (baskets.length === 0)
    throw new BadBaskets(`${file}: has no baskets; expected one per line, items separated by commas`);
  skipped.sort((a, b) => a.line - b.line);
  return { baskets, skipped: skipped.map(({ line, message }) => `${file}:${line}: ${message}`) };
}
