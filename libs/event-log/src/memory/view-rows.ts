import { OPEN_END } from '../aggregate.js';
import type { Position } from '../event.js';
import type { AppendRequest, StoredMark, ViewRow } from '../store.js';

/** Rows of inline views by table, workspace and stream, in the order of the appends that wrote them. */
export type ViewRows = ReadonlyMap<string, readonly object[]>;

export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** The rows after an append. @param stored what became of its events, in their order */
export function withRows(
  before: ViewRows,
  { command, streams, mark }: AppendRequest,
  stored: readonly StoredMark[],
): ViewRows {
  const rows = new Map(before);
  let next = 0;
  for (const { streamId, rows: given, events } of streams) {
    const own = stored.slice(next, (next += events.length));
    for (const view of given) {
      const key = keyOf(view.table, command.workspaceId, streamId);
      rows.set(key, following(rows.get(key) ?? [], view, withoutMarks(view.row, mark, own)));
    }
  }
  return rows;
}

const following = (before: readonly object[], { keeps }: ViewRow, row: object): readonly object[] => {
  if (keeps !== 'every') return [row];
  const { position } = row as { position: Position };
  const closed = before.slice(-1).map((last) => ({ ...last, until_position: String(position) }));
  return [...before.slice(0, -1), ...closed, { ...row, until_position: OPEN_END }];
};

/** A position that stands alone becomes a number, one inside a text a part of it. */
const withoutMarks = (row: object, mark: string, stored: readonly StoredMark[]): object =>
  JSON.parse(
    stored.reduce(
      (json, { position, recordedAt }, index) =>
        json
          .replaceAll(`${mark}at${index + 1}@`, recordedAt)
          .replaceAll(`"${mark}no${index + 1}@"`, String(position))
          .replaceAll(`${mark}no${index + 1}@`, String(position)),
      JSON.stringify(row),
    ),
  ) as object;
