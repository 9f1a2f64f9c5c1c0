import type { ProjectionConsumer, Recorded, Transaction } from '#libs/event-log';
import { commentAfter, type CommentEvent, type CommentRow, commentTypes } from './comment-row.js';

/** The consumer's name, for those who wait for it. */
export const REQUEST_COMMENTS = 'request-comments';

const LOAD = `
select to_jsonb(c) as row from requests.comment_row c
join unnest($1::uuid[], $2::uuid[]) x(workspace_id, comment_id) using (workspace_id, comment_id)`;

const SAVE = `
insert into requests.comment_row as c select * from jsonb_populate_recordset(null::requests.comment_row, $1)
on conflict (workspace_id, comment_id) do update set applied = excluded.applied, version = excluded.version, text = excluded.text,
  mentions = excluded.mentions, edited_at = excluded.edited_at, removed_at = excluded.removed_at, removed_by = excluded.removed_by,
  removed_because = excluded.removed_because`;

/** Nobody is mentioned in a comment that was removed, or any more in one that was edited. */
const FORGET = `
delete from requests.comment_mention m using jsonb_populate_recordset(null::requests.comment_row, $1) c
where m.workspace_id = c.workspace_id and m.comment_id = c.comment_id and not m.person_id = any(c.mentions)`;

const MENTION = `
insert into requests.comment_mention (workspace_id, person_id, position, comment_id)
select c.workspace_id, person_id, c.position, c.comment_id
from jsonb_populate_recordset(null::requests.comment_row, $1) c cross join unnest(c.mentions) person_id
on conflict do nothing`;

const keyOf = (workspaceId: string, commentId: string): string => `${workspaceId}/${commentId}`;

/** Comments of all requests, one row each, and who is mentioned in them: four statements for a batch, whatever its size. */
export const requestComments: ProjectionConsumer = {
  kind: 'projection',
  source: import.meta.url,
  tables: ['requests.comment_row', 'requests.comment_mention'],
  name: REQUEST_COMMENTS,
  about: 'Comments of requests and who is mentioned in them.',
  types: commentTypes,
  async apply(given, transaction) {
    const events = given as readonly Recorded<CommentEvent>[];
    const rows = await load(events, transaction);
    for (const event of events) {
      const key = keyOf(event.workspaceId, event.data.commentId);
      const row = commentAfter(rows.get(key) ?? null, event);
      if (row !== null) rows.set(key, row);
    }
    const changed = [JSON.stringify([...rows.values()])];
    for (const statement of [SAVE, FORGET, MENTION]) await transaction.query(statement, changed);
  },
};

async function load(
  events: readonly Recorded<CommentEvent>[],
  transaction: Transaction,
): Promise<Map<string, CommentRow>> {
  const keys = [workspacesOf(events), events.map(({ data }) => data.commentId)];
  const { rows } = await transaction.query<{ row: CommentRow }>(LOAD, keys);
  return new Map(rows.map(({ row }) => [keyOf(row.workspace_id, row.comment_id), row]));
}

const workspacesOf = (events: readonly Recorded[]): string[] => events.map(({ workspaceId }) => workspaceId);
