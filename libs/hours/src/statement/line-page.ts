import {
  type ConnectionArgs,
  type CursorCodec,
  type Edge,
  type Page,
  type PageInfo,
  type PageRequest,
  pageRequest,
} from '#libs/api-kit';
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

/** Which lines a page holds: from `start`, before `end`, of those from `low`, before `high`. */
interface Window {
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

function windowOf(
  { backward, size, after, before }: PageRequest,
  length: number,
  at: (cursor: string) => number,
): Window {
  const low = after === null ? 0 : at(after) + 1;
  const high = Math.max(low, before === null ? length : at(before));
  if (backward) return { start: Math.max(low, high - size), end: high, low, high };
  return { start: low, end: Math.min(high, low + size), low, high };
}

const pageInfoOf = (
  edges: readonly Edge<unknown>[],
  { backward, after, before }: PageRequest,
  { start, end, low, high }: Window,
): PageInfo => ({
  hasNextPage: backward ? before !== null : end < high,
  hasPreviousPage: backward ? start > low : after !== null,
  startCursor: edges[0]?.cursor ?? null,
  endCursor: edges.at(-1)?.cursor ?? null,
});

/** A page of a statement's lines. Errors: INVALID_CURSOR, LIMIT, BAD_USER_INPUT. */
export function linePage<T>(source: MonthStatement, { args, cursors, workspaceId, show }: PagingOptions<T>): Page<T> {
  const request = pageRequest(args);
  const { agreementId, period } = source.month;
  const tag = ['statement lines', workspaceId, agreementId, period].join('\n');
  const window = windowOf(request, source.lines.length, (cursor) => placeOf(source, cursors.decode(tag, cursor)));
  const { start, end } = window;
  const edges = source.lines.slice(start, end).map((line, index): Edge<T> => {
    const cursor = cursors.encode(tag, [line.lineId, String(start + index)]);
    return { cursor, node: show(line) };
  });
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: pageInfoOf(edges, request, window),
    totalCount: Promise.resolve(source.lines.length),
  };
}
