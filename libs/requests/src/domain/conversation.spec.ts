import fc from 'fast-check';
import { type Fact, type Recorded, Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import { type Conversation, conversation, type ConversationEvent, MOST_WATCHERS } from './conversation.js';
import {
  addComment,
  type ConversationContext,
  editComment,
  removeComment,
  unwatchRequest,
  watchRequest,
} from './conversation-rules.js';
import { contextOf, people } from './given.spec-kit.js';
import { defaultPolicy } from './policy.js';
import type { KnownRequest, Request } from './state.js';

const { requester, stranger, cmo, cto, engineer } = people;
/** Sees what is theirs alone. */
const agency = { personId: 'p-ana', roles: ['AGENCY_MEMBER'], side: 'PROVIDER', grant: 'own' } as const;
const admin = { personId: 'p-ada', roles: ['ADMIN'], side: null, grant: 'all' } as const;
const deputy = { ...stranger, grant: 'all', onBehalfOf: requester.personId } as const;

const about = (more: Partial<KnownRequest> = {}): Request =>
  ({ status: 'DRAFT', requesterId: requester.personId, coAuthors: [], ownerId: null, ...more }) as Request;

const as = (actor: Actor, request: Request = about()): ConversationContext => ({ ...contextOf(actor), request });

const stored = (
  fact: ConversationEvent,
  version: number,
  { personId, onBehalfOf }: Actor,
): Recorded<ConversationEvent> =>
  ({
    ...fact,
    version,
    recordedAt: '2026-01-05T08:00:00.000Z',
    meta: { actorId: personId, ...(onBehalfOf !== undefined && { onBehalfOf }) },
  }) as Recorded<ConversationEvent>;

type Happened = readonly [Actor, ConversationEvent];
const given = (...events: readonly Happened[]): Conversation =>
  events.reduce(
    (state, [actor, fact], index) => conversation.evolve(state, stored(fact, index + 1, actor)),
    conversation.initial,
  );

const said = (commentId = 'a', more: object = {}): ConversationEvent => ({
  type: 'CommentAdded',
  data: { commentId, text: 'Hello', mentions: [], ...more },
});
const edited = (commentId = 'a', mentions: readonly string[] = []): ConversationEvent => ({
  type: 'CommentEdited',
  data: { commentId, text: 'Anew', mentions },
});
const removed: ConversationEvent = { type: 'CommentRemoved', data: { commentId: 'a', reason: null } };
const watched = ({ personId }: Actor): Happened => [
  { ...stranger, personId },
  { type: 'Watched', data: { personId } },
];
const left = ({ personId }: Actor): Happened => [
  { ...stranger, personId },
  { type: 'Unwatched', data: { personId } },
];
const crowd = Array.from({ length: MOST_WATCHERS }, (_, index) => watched({ ...stranger, personId: `w-${index}` }));

const refusalOf = (decide: () => readonly Fact[]): { code: string; path: readonly string[] | undefined } => {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, path: error.path };
    throw error;
  }
  throw new Error('It was carried out.');
};

describe('a comment', () => {
  const fresh = { commentId: 'b', text: ' Does @enno know? ' };

  it('is kept as it was written, but for blanks around it', () => {
    const input = { ...fresh, mentionIds: ['p-enno', 'p-enno', 'p-pia'], replyTo: 'a' };
    expect(addComment(given([engineer, said()]), input, as(requester))).toEqual([
      {
        type: 'CommentAdded',
        data: { commentId: 'b', text: 'Does @enno know?', mentions: ['p-enno', 'p-pia'], replyTo: 'a' },
      },
    ]);
  });

  it.each(['DRAFT', 'SUBMITTED', 'CLOSED', 'DECLINED', 'MERGED'] as const)('is possible while %s', (status) => {
    expect(addComment(given(), fresh, as(engineer, about({ status })))).toHaveLength(1);
  });

  it.each([
    ['the requester', requester, {}],
    ['a co-author', agency, { coAuthors: [{ personId: agency.personId, side: 'PROVIDER' }] }],
    ['the owner', agency, { ownerId: agency.personId }],
    ['who stands for the requester', { ...deputy, grant: 'own' }, {}],
  ] as [string, Actor, Partial<KnownRequest>][])(
    'of %s is taken where only their own is theirs',
    (_who, actor, more) => {
      expect(addComment(given(), fresh, as(actor, about(more)))).toHaveLength(1);
    },
  );

  it.each([
    ['NOT_FOUND', given(), fresh, as(engineer, { status: 'unknown' })],
    ['FORBIDDEN', given(), fresh, as(agency)],
    ['VALIDATION_FAILED', given(), { ...fresh, text: '  ' }, as(engineer)],
    ['VALIDATION_FAILED', given(), { ...fresh, text: 'x'.repeat(4001) }, as(engineer)],
    ['PII_NOT_ALLOWED', given(), { ...fresh, text: 'Ask mara@example.com' }, as(engineer)],
    ['NOT_FOUND', given([engineer, said()]), { ...fresh, replyTo: 'z' }, as(engineer)],
    ['NOT_FOUND', given(), { ...fresh, replyTo: 'toString' }, as(engineer)],
    ['COMMENT_REMOVED', given([engineer, said()], [engineer, removed]), { ...fresh, replyTo: 'a' }, as(engineer)],
    [
      'LIMIT_REACHED',
      given(),
      { ...fresh, mentionIds: Array.from({ length: 21 }, (_, index) => `p-${index}`) },
      as(engineer),
    ],
  ] as const)('is refused: %s', (code, state, input, ctx) => {
    expect(refusalOf(() => addComment(state, input, ctx)).code).toBe(code);
  });

  it('finds no room when there are as many as there may be, removed ones among them', () => {
    const policy = { ...defaultPolicy, conversation: { ...defaultPolicy.conversation, maxComments: 1 } };
    const full = given([engineer, said()], [engineer, removed]);
    expect(refusalOf(() => addComment(full, fresh, { ...as(engineer), policy })).code).toBe('LIMIT_REACHED');
    expect(defaultPolicy.conversation.maxComments).toBe(2000);
  });
});

describe('an edit', () => {
  const anew = { commentId: 'a', text: 'Anew', seen: { version: 1 } };

  it('is its author’s, or their deputy’s', () => {
    const fact = { type: 'CommentEdited', data: { commentId: 'a', text: 'Anew', mentions: ['p-pia'] } };
    const input = { ...anew, mentionIds: ['p-pia'] };
    expect(editComment(given([requester, said()]), input, as(requester))).toEqual([fact]);
    expect(editComment(given([requester, said()]), input, as(deputy))).toEqual([fact]);
    expect(editComment(given([deputy, said()]), input, as(requester))).toEqual([fact]);
  });

  it.each([
    ['NOT_FOUND', given(), anew, as(requester)],
    ['ONLY_AUTHOR_CAN_EDIT', given([requester, said()]), anew, as(cto)],
    ['COMMENT_REMOVED', given([requester, said()], [requester, removed]), anew, as(requester)],
    ['CONCURRENCY_CONFLICT', given([requester, said()], [requester, edited()]), anew, as(requester)],
    ['VALIDATION_FAILED', given([requester, said()]), { ...anew, text: '' }, as(requester)],
    ['PII_NOT_ALLOWED', given([requester, said()]), { ...anew, text: '+49 30 1234567' }, as(requester)],
    ['FORBIDDEN', given([agency, said()]), anew, as(agency)],
  ] as const)('is refused: %s', (code, state, input, ctx) => {
    expect(refusalOf(() => editComment(state, input, ctx)).code).toBe(code);
  });

  it('is possible so many times', () => {
    const often = given([requester, said()], ...Array.from({ length: 100 }, (): Happened => [requester, edited()]));
    const latest = { ...anew, seen: 'latest' as const };
    expect(refusalOf(() => editComment(often, latest, as(requester))).code).toBe('LIMIT_REACHED');
  });

  it('of one comment does not make another one stale', () => {
    const state = given([requester, said('a')], [requester, said('b')], [requester, edited('b')]);
    expect(editComment(state, anew, as(requester))).toHaveLength(1);
  });
});

describe('a removal', () => {
  const away = { commentId: 'a', reason: ' Wrong request ', seen: { version: 1 } };
  const one = given([requester, said()]);

  it.each([requester, deputy, cmo, cto, admin])('is the author’s, a lead’s or an administrator’s', (actor) => {
    expect(removeComment(one, away, as(actor))).toEqual([
      { type: 'CommentRemoved', data: { commentId: 'a', reason: 'Wrong request' } },
    ]);
  });

  it.each([
    ['ONLY_AUTHOR_OR_LEAD_CAN_REMOVE', one, away, as(engineer)],
    ['NOT_FOUND', given(), away, as(requester)],
    ['COMMENT_REMOVED', given([requester, said()], [requester, removed]), away, as(requester)],
    ['CONCURRENCY_CONFLICT', given([requester, said()], [requester, edited()]), away, as(requester)],
    ['PII_NOT_ALLOWED', one, { ...away, reason: 'Ask mara@example.com' }, as(requester)],
    ['FORBIDDEN', one, away, as(agency)],
  ] as const)('is refused: %s', (code, state, input, ctx) => {
    expect(refusalOf(() => removeComment(state, input, ctx)).code).toBe(code);
  });
});

describe('watching', () => {
  it('begins with a comment, a mention or a wish', () => {
    const mentions = [engineer.personId];
    const state = given([requester, said('a', { mentions })], [requester, edited('a', [cto.personId])], watched(cmo));
    expect(state.watchers).toEqual([requester, engineer, cto, cmo].map(({ personId }) => personId));
  });

  it('ends by one’s own wish, and then by it alone begins again', () => {
    const mentions = [engineer.personId];
    const gone = given([engineer, said()], left(engineer), [engineer, said('b')], [requester, said('c', { mentions })]);
    expect(gone.watchers).toEqual([requester.personId]);
    const back = watchRequest(gone, {}, as(engineer));
    expect(back).toEqual([{ type: 'Watched', data: { personId: engineer.personId } }]);
    const state = conversation.evolve(gone, stored(back[0]!, 9, engineer));
    expect(state).toMatchObject({ watchers: [requester.personId, engineer.personId], left: [] });
  });

  it('twice is no fact, nor is leaving what one does not watch', () => {
    expect(watchRequest(given(watched(engineer)), {}, as(engineer))).toEqual([]);
    expect(unwatchRequest(given(), {}, as(engineer))).toEqual([]);
    expect(unwatchRequest(given(watched(engineer)), {}, as(engineer))).toEqual([
      { type: 'Unwatched', data: { personId: engineer.personId } },
    ]);
  });

  it('is refused where there is no room; a comment is not', () => {
    const full = given(...crowd);
    expect(refusalOf(() => watchRequest(full, {}, as(engineer))).code).toBe('LIMIT_REACHED');
    const facts = addComment(full, { commentId: 'a', text: 'Hello' }, as(engineer));
    expect(conversation.evolve(full, stored(facts[0]!, 600, engineer)).watchers).toEqual(full.watchers);
  });

  it.each([watchRequest, unwatchRequest])('is for those who may see the request', (rule) => {
    expect(refusalOf(() => rule(given(), {}, as(agency))).code).toBe('FORBIDDEN');
    expect(refusalOf(() => rule(given(), {}, as(engineer, { status: 'unknown' }))).code).toBe('NOT_FOUND');
  });

  it('never holds anybody twice, nor anybody who left, nor more than there is room for', () => {
    const person = fc.integer({ min: 0, max: 5 }).map((index) => ({ ...stranger, personId: `p-${index}` }));
    const happened = fc.oneof(
      fc.tuple(person, fc.array(person)).map(([who, named]): Happened => {
        return [who, said('a', { mentions: named.map(({ personId }) => personId) })];
      }),
      person.map(watched),
      person.map(left),
    );
    fc.assert(
      fc.property(fc.array(happened, { maxLength: 40 }), (events) => {
        const { watchers, left: gone } = given(...crowd.slice(3), ...events);
        expect(new Set(watchers).size).toBe(watchers.length);
        expect(watchers.filter((id) => gone.includes(id))).toEqual([]);
        expect(watchers.length).toBeLessThanOrEqual(MOST_WATCHERS);
      }),
    );
  });
});
