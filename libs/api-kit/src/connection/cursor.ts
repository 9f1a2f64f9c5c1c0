import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../api-errors.js';

const MAC_BYTES = 12;
const MAX_LENGTH = 8192;

/** The sort keys of one row, as Postgres prints them, the id last; null for a null. */
export type CursorKeys = readonly (string | null)[];

export const invalidCursor = (): ApiError =>
  new ApiError('INVALID_CURSOR', 'This is not a cursor of this list in this order; start from the first page.', {
    extensions: { category: 'VALIDATION' },
  });

/** Short name of a list and its order: a cursor counts only where it was made. */
export const cursorTag = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 11);

/** Writes and reads cursors; the key (32 random bytes, kept with the database) makes an edited one show. */
export class CursorCodec {
  constructor(private readonly key: Buffer) {
    if (key.length < 32) throw new Error('The key of cursors needs 32 bytes.');
  }

  encode(tag: string, keys: CursorKeys): string {
    const body = Buffer.from(JSON.stringify(keys), 'utf8');
    return Buffer.concat([this.mac(tag, body), body]).toString('base64url');
  }

  /** INVALID_CURSOR for an edited one and for one of another list, order, workspace or database. */
  decode(tag: string, cursor: string): CursorKeys {
    if (cursor.length > MAX_LENGTH) throw invalidCursor();
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(MAC_BYTES);
    const genuine = bytes.length > MAC_BYTES && timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.mac(tag, body));
    if (!genuine || bytes.toString('base64url') !== cursor) throw invalidCursor();
    return JSON.parse(body.toString('utf8')) as CursorKeys;
  }

  private mac(tag: string, body: Buffer): Buffer {
    return createHmac('sha256', this.key).update(tag).update('\n').update(body).digest().subarray(0, MAC_BYTES);
  }
}
