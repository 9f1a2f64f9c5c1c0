import type { ProjectionConsumer, Recorded, Transaction } from '#libs/event-log';
import { commentTypes, type CommentEvent } from '../conversation/comment-row.js';
import { conversation, request, type RequestEventType } from '../domain/index.js';
import { type RequestRow, wholeRequest } from '../request-row.js';
import { searchTextOf } from './search-text.js';

/** The consumer's name, for those who wait for it. */
export const REQUEST_SEARCH = 'request-search';

/** Facts that change what can be found of a request itself. */
const requestTypes: readonly RequestEventType[] = [
  'RequestDrafted',
  'BriefRevised',
  'QuestionAsked',
  'QuestionAnswered',
  'ConcernRaised',
  'ConcernResolved',
  'AlternativeProposed',
];

/** What is found as one: a request itself, or one comment of it. */
interface Document {
  readonly workspace_id: string;
  /** Of the request, or of the comment. */
  readonly document_id: string;
  readonly request_id: string;
  /** Position of the last fact that changed it: the newest are looked at first. */
  readonly place: number;
  readonly title?: string;
  readonly brief?: string;
  readonly dialogue?: string;
  readonly comment?: string;
}

const LOAD = `
select workspace_id, stream_id, document from requests.request_row
join unnest($1::uuid[], $2::text[]) x(workspace_id, stream_id) using (workspace_id, stream_id)`;

const GIVEN = `jsonb_to_recordset($1) as x(workspace_id uuid, document_id uuid, request_id uuid, place bigint,
  title text, brief text, dialogue text, comment text)`;

const part = (column: string, weight: string): string =>
  `setweight(to_tsvector('requests.words', coalesce(${column}, '')), '${weight}')`;

const SAVE_WORDS = `
insert into requests.search_row (workspace_id, document_id, request_id, place, words)
select workspace_id, document_id, request_id, place,
  ${part('title', 'A')} || ${part('brief', 'B')} || ${part('dialogue', 'C')} || ${part('comment', 'D')}
from ${GIVEN}
on conflict (workspace_id, document_id) do update set place = excluded.place, words = excluded.words`;

const SAVE_TEXT = `
insert into requests.search_text (workspace_id, document_id, title, brief, dialogue, comment)
select workspace_id, document_id, title, brief, dialogue, comment from ${GIVEN}
on conflict (workspace_id, document_id) do update
set title = excluded.title, brief = excluded.brief, dialogue = excluded.dialogue, comment = excluded.comment`;

const FORGET = ['search_row', 'search_text'].map(
  (table) => `
delete from requests.${table} s using unnest($1::uuid[], $2::uuid[]) as gone(workspace_id, document_id)
where s.workspace_id = gone.workspace_id and s.document_id = gone.document_id`,
);

/** What can be found of requests and of their comments: five statements for a batch at most, whatever its size. */
export const requestSearch: ProjectionConsumer = {
  kind: 'projection',
  source: import.meta.url,
  tables: ['requests.search_row', 'requests.search_text'],
  name: REQUEST_SEARCH,
  about: 'The search in requests and their comments.',
  types: [...requestTypes, ...commentTypes],
  async apply(events, transaction) {
    const comments = lastOf(events.filter(isComment), ({ data }) => data.commentId);
    const written = comments.flatMap((event) => (event.type === 'CommentRemoved' ? [] : documentOf(event)));
    const removed = comments.filter(({ type }) => type === 'CommentRemoved');
    const saved = [...(await requestsOf(events, transaction)), ...written];
    if (saved.length > 0) {
      for (const statement of [SAVE_WORDS, SAVE_TEXT]) await transaction.query(statement, [JSON.stringify(saved)]);
    }
    if (removed.length === 0) return;
    const ids = [removed.map(({ workspaceId }) => workspaceId), removed.map(({ data }) => data.commentId)];
    for (const statement of FORGET) await transaction.query(statement, ids);
  },
};

const isComment = (event: Recorded): event is Recorded<CommentEvent> =>
  (commentTypes as readonly string[]).includes(event.type);

/** The last event of each key and workspace: what it says is all that counts. */
const lastOf = <E extends Recorded>(events: readonly E[], key: (event: E) => string): E[] => [
  ...new Map(events.map((event) => [`${event.workspaceId}/${key(event)}`, event])).values(),
];

const documentOf = ({
  workspaceId,
  streamId,
  position,
  data,
}: Recorded<Exclude<CommentEvent, { type: 'CommentRemoved' }>>): Document => ({
  workspace_id: workspaceId,
  document_id: data.commentId,
  request_id: streamId.slice(conversation.type.length + 1),
  place: position,
  comment: data.text,
});

interface Stored extends Pick<RequestRow, 'document'> {
  readonly workspace_id: string;
  readonly stream_id: string;
}

/** Out of the rows of the requests, which are as new as the events or newer: what came later is found then, and again with its own event. */
async function requestsOf(events: readonly Recorded[], transaction: Transaction): Promise<Document[]> {
  const changed = lastOf(
    events.filter((event) => !isComment(event)),
    ({ streamId }) => streamId,
  );
  if (changed.length === 0) return [];
  const { rows } = await transaction.query<Stored>(LOAD, [
    changed.map(({ workspaceId }) => workspaceId),
    changed.map(({ streamId }) => streamId),
  ]);
  const states = new Map(rows.map((row) => [`${row.workspace_id}/${row.stream_id}`, row.document]));
  return changed.flatMap(({ workspaceId, streamId, position }) => {
    const state = states.get(`${workspaceId}/${streamId}`);
    const id = streamId.slice(request.type.length + 1);
    if (state === undefined) return [];
    return [
      {
        workspace_id: workspaceId,
        document_id: id,
        request_id: id,
        place: position,
        ...searchTextOf(wholeRequest(state)),
      },
    ];
  });
}
