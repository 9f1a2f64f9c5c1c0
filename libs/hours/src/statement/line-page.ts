import { type ConnectionArgs, type CursorCodec, type Edge, type Page, type PageInfo, pageRequest } from '#libs/api-kit';
import type { StatementLine } from '../domain/index.js';
import type { MonthStatement } from './statement-reader.js';

/** Where a cursor points to: after or before the line of this name, or its place where a provisional statement has lost the line. */
function placeOf(source: MonthStatement, keys: readonly (string | null)[]): number {
  const [lineId, index] = keys;
  const found = source.lines.findIndex((line) => line.lineId === lineId);
  return found >= 0 ? found : Number(index ?? 0);
}

interface PagingOptions<T> {
  readonly args: ConnectionArgs;
  readonly cursors: CursorCodec;
  readonly workspaceId: string;
  readonly show: (line: StatementLine) => T;
}

/**
 * A page of a statement's lines. Errors: INVALID_CURSOR, LIMIT, BAD_USER_INPUT.
 */
export function linePage<T>(source: MonthStatement, { args, cursors, workspaceId, show }: PagingOptions<T>): Page<T> {
  const { backward, size, after, before } = pageRequest(args);
  const { agreementId, period } = source.month;
  const tag = ['statement lines', workspaceId, agreementId, period].join('\n');
  const at = (cursor: string) => placeOf(source, cursors.decode(tag, cursor));
  const [low, high] = [after === null ? 0 : at(after) + 1, before === null ? source.lines.length : at(before)];
  const start = backward ? Math.max(low, high - size) : low;
  const end = backward ? high : Math.min(high, low + size);
  const edges = source.lines.slice(start, Math.max(start, end)).map((line, index): Edge<T> => {
    const cursor = cursors.encode(tag, [line.lineId, String(start + index)]);
    return { cursor, node: show(line) };
  });
  const pageInfo: PageInfo = {
    hasNextPage: backward ? before !== null : end < high,
    hasPreviousPage: backward ? start > low : after !== null,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  const totalCount = Promise.resolve(source.lines.length);
  return { edges, nodes: edges.map(({ node }) => node), pageInfo, totalCount };
}
