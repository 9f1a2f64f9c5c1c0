import { Transform, type TransformCallback } from 'node:stream';

const NEWLINE = 0x0a;

/** Passes on what COPY writes as text and counts its rows: a newline within a value is escaped. */
export class RowCounter extends Transform {
  rows = 0;
  bytes = 0;

  constructor(private readonly onRows: (more: number) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let more = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) more += 1;
    this.rows += more;
    this.bytes += chunk.length;
    this.onRows(more);
    done(null, chunk);
  }
}
