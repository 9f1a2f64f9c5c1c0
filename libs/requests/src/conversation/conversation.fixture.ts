import { type Fact, type Recorded, streamId } from '#libs/event-log';
import type { Samples } from '#test/kit/golden';
import { plainId } from '../records/records.fixture.js';
import { conversation, type ConversationEvent } from '../domain/index.js';
import type { Cast, Member, RequestsApi } from '../requests.fixture.js';
import { requestComments } from './comments.projection.js';
import { commentTypes } from './comment-row.js';

const mara = '0b0f6b52-6e0e-5b0a-9d5a-0f6e6b8b2a01';
const enno = '9e8d7c6b-5a4f-5e3d-8c2b-1a0f9e8d7c04';
const [first, second] = ['2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08', '6f708192-0a1b-5e2f-9a3b-4c5d6e7f8a09'];

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<ConversationEvent> = {
  CommentAdded: { commentId: first, text: 'Does @enno know the page kit?', mentions: [enno], replyTo: second },
  CommentEdited: { commentId: first, text: 'Does @enno know page kit 3?', mentions: [enno, mara] },
  CommentRemoved: { commentId: first, reason: 'Wrong request' },
  Watched: { personId: mara },
  Unwatched: { personId: mara },
};

/** A fact as the log would store it. */
export const recorded = (fact: Fact, version: number, by = enno): Recorded<ConversationEvent> => ({
  ...(fact as ConversationEvent),
  eventId: 'e',
  workspaceId: '11111111-1111-4111-8111-111111111111',
  streamId: streamId({ type: conversation.type, id: second }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId: by, actorRole: 'ENGINEER' },
});

/** Comments as they read once everything that was said beside these requests was taken in. */
export const readByComments = async (
  { log, owner }: RequestsApi,
  workspaceId: string,
  requestIds: readonly string[],
): Promise<void> => {
  for (const requestId of requestIds) {
    const stream = { workspaceId, streamId: `${conversation.type}-${plainId(requestId)}` };
    await requestComments.apply(await log.readStream({ ...stream, types: commentTypes }), owner);
  }
};

export interface Comment {
  readonly id: string;
  readonly version: number;
  readonly text: string | null;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly comment?: Comment | null;
  readonly watchers?: { readonly count: number; readonly watching: boolean } | null;
  readonly position: string | null;
  readonly replayed: boolean;
  readonly problems: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly [field: string]: unknown;
  }[];
}

export const COMMENT = `id version requestId text byId onBehalfOfId mentionIds replyToId removedById removedBecause
  by { name } request { number }`;
const PROBLEMS = `problems { __typename code category path ... on CommentProblem { commentId } ... on LimitReachedProblem { what max }
  ... on StaleVersionProblem { expected actual current { id ... on Comment { version text } } } }`;

const documentOf = (name: string, expects: boolean): string => {
  const shown = name.endsWith('Comment') ? `comment { ${COMMENT} }` : 'watchers { count watching }';
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!, ${expects ? '$expect: Expect!, ' : ''}$key: String) {
    ${name}(input: $input, ${expects ? 'expect: $expect, ' : ''}idempotencyKey: $key) { position replayed ${shown} ${PROBLEMS} } }`;
};

/** The mutations of talk as somebody calls them. */
export class Talk {
  constructor(
    readonly api: RequestsApi,
    readonly cast: Cast,
  ) {}

  async give(
    who: Member,
    name: string,
    input: object,
    { expect = { latest: true }, key, onBehalfOf }: { expect?: object; key?: string; onBehalfOf?: Member } = {},
  ): Promise<Answer> {
    const expects = name === 'editComment' || name === 'removeComment';
    const variables = { input, ...(key !== undefined && { key }), ...(expects && { expect }) };
    const document = documentOf(name, expects);
    const { data, errors } = await this.api.run(document, who, { variables, ...(onBehalfOf && { onBehalfOf }) });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, Answer>)[name]!;
  }

  /** The comment of a command that must be carried out. */
  async comment(...call: Parameters<Talk['give']>): Promise<Comment> {
    const { comment, problems } = await this.give(...call);
    if (!comment) throw new Error(JSON.stringify(problems));
    return comment;
  }
}
