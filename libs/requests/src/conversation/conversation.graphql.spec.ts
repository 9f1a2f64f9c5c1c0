import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import { compareInlineView } from '#libs/event-log';
import { type Cast, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';
import { COMMENT, type Comment, readByComments, Talk } from './conversation.fixture.js';
import { conversationRow } from './conversation-row.js';

describe('talk beside a request', () => {
  let api: RequestsApi;
  let cast: Cast;
  let client: RequestClient;
  let talk: Talk;
  beforeAll(async () => {
    api = await requestsApi();
    cast = await api.cast();
    client = new RequestClient(api, cast);
    talk = new Talk(api, cast);
  });
  afterAll(() => api.close());

  const ask = async <T>(source: string, who: keyof Cast, variables: object = {}): Promise<T> => {
    const { data, errors } = await api.run(source, cast[who] as Cast['cto'], { variables: { ...variables } });
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data as Record<string, T>)[0] as T;
  };
  const read = async (requestId: string, who: keyof Cast = 'engineer', page = 'first: 50') => {
    await readByComments(api, cast.workspaceId, [requestId]);
    const source = `query ($id: ID!) { requestComments(requestId: $id, ${page}) {
      totalCount nodes { ${COMMENT} } pageInfo { endCursor hasNextPage } } }`;
    return ask<{ totalCount: number; nodes: Comment[]; pageInfo: { endCursor: string; hasNextPage: boolean } }>(
      source,
      who,
      { id: requestId },
    );
  };

  it('is written, answered, edited and removed, and leaves the version of the request alone', async () => {
    const requestId = await client.at('submitted');
    const before = await ask<{ version: number }>('query ($id: ID!) { request(id: $id) { version } }', 'cto', {
      id: requestId,
    });
    const { requester, engineer, cto, manager } = cast;
    const input = { requestId, text: 'Does @enno know?', mentionIds: [engineer.id] };
    const first = await talk.comment(requester, 'addComment', input);
    expect(first).toMatchObject({
      version: 1,
      text: 'Does @enno know?',
      byId: requester.id,
      mentionIds: [engineer.id],
      replyToId: null,
      requestId,
      request: { number: expect.any(Number) as number },
    });
    const reply = await talk.comment(engineer, 'addComment', { requestId, text: 'I do', replyTo: first.id });
    const anew = { requestId, commentId: first.id, text: 'Do you know?', mentionIds: [manager.id] };
    const edited = await talk.comment(requester, 'editComment', anew, { expect: { version: 1 } });
    expect(edited).toMatchObject({ id: first.id, version: 2, text: 'Do you know?', mentionIds: [manager.id] });
    const away = { requestId, commentId: reply.id, reason: 'Wrong request' };
    const gone = await talk.comment(cto, 'removeComment', away, { expect: { version: 1 } });
    const removal = { version: 2, text: null, removedById: cto.id, removedBecause: 'Wrong request' };
    expect(gone).toMatchObject(removal);

    const { nodes, totalCount } = await read(requestId);
    expect(totalCount).toBe(2);
    expect(nodes).toEqual([edited, gone]);
    const shown = await ask<{ version: number; comments: { nodes: Comment[] }; watchers: object }>(
      `query ($id: ID!) { request(id: $id) { version comments(last: 1) { nodes { id } } watchers { count watching } } }`,
      'manager',
      { id: requestId },
    );
    expect(shown).toEqual({
      ...before,
      comments: { nodes: [{ id: reply.id }] },
      watchers: { count: 3, watching: true },
    });
    const node = await ask<Comment>(
      `query ($id: ID!) { node(id: $id) { id ... on Comment { text version } } }`,
      'cto',
      {
        id: first.id,
      },
    );
    expect(node).toEqual({ id: first.id, text: 'Do you know?', version: 2 });
  });

  it('goes on page by page, the oldest first', async () => {
    const requestId = await client.at('drafted');
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      ids.push((await talk.comment(cast.engineer, 'addComment', { requestId, text })).id);
    }
    const first = await read(requestId, 'engineer', 'first: 2');
    const second = await read(requestId, 'engineer', `first: 2, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(ids);
    expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
  });

  it('is written once when the command comes twice', async () => {
    const requestId = await client.at('drafted');
    const [input, key] = [{ requestId, text: 'Once' }, randomUUID()];
    const first = await talk.give(cast.engineer, 'addComment', input, { key });
    const second = await talk.give(cast.engineer, 'addComment', input, { key });
    expect(second).toEqual({ ...first, replayed: true });
    expect((await read(requestId)).totalCount).toBe(1);
  });

  it.each([
    ['NOT_FOUND', 'engineer', 'addComment', { requestId: toGlobalId('Request', randomUUID()), text: 'x' }],
    ['NOT_FOUND', 'engineer', 'addComment', { text: 'x', mentionIds: [toGlobalId('Person', randomUUID())] }],
    ['NOT_FOUND', 'engineer', 'addComment', { text: 'x', replyTo: toGlobalId('Comment', randomUUID()) }],
    ['NOT_FOUND', 'engineer', 'editComment', { text: 'x', commentId: toGlobalId('Comment', randomUUID()) }],
    ['FORBIDDEN', 'agency', 'addComment', { text: 'x' }],
    ['FORBIDDEN', 'agency', 'watchRequest', {}],
    ['FORBIDDEN', 'auditor', 'addComment', { text: 'x' }],
    ['FORBIDDEN', 'admin', 'addComment', { text: 'x' }],
    ['VALIDATION_FAILED', 'engineer', 'addComment', { text: ' ' }],
    ['VALIDATION_FAILED', 'engineer', 'addComment', { text: 'x'.repeat(4001) }],
    ['PII_NOT_ALLOWED', 'engineer', 'addComment', { text: 'mara@example.com knows' }],
  ] as const)('answers %s to the %s’s %s', async (code, who, name, input) => {
    const requestId = await client.at('drafted');
    const { problems, comment, watchers, position } = await talk.give(cast[who], name, { requestId, ...input });
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect([comment ?? null, watchers ?? null, position]).toEqual([null, null, null]);
  });

  it('answers with the comment that is the matter', async () => {
    const requestId = await client.at('drafted');
    const { requester, engineer, admin } = cast;
    const comment = await talk.comment(requester, 'addComment', { requestId, text: 'Mine' });
    const [input, commentId] = [{ requestId, commentId: comment.id }, comment.id];
    const problem = (code: string) => [expect.objectContaining({ __typename: 'CommentProblem', code, commentId })];
    const foreign = await talk.give(engineer, 'editComment', { ...input, text: 'x' });
    expect(foreign.problems).toEqual(problem('ONLY_AUTHOR_CAN_EDIT'));
    const unasked = await talk.give(engineer, 'removeComment', input);
    expect(unasked.problems).toEqual(problem('ONLY_AUTHOR_OR_LEAD_CAN_REMOVE'));
    expect((await talk.comment(admin, 'removeComment', input)).text).toBeNull();
    const again = await talk.give(requester, 'editComment', { ...input, text: 'x' });
    expect(again.problems).toEqual(problem('COMMENT_REMOVED'));
  });

  it('answers LIMIT_REACHED to more mentions than there may be', async () => {
    const requestId = await client.at('drafted');
    const { workspaceId } = cast;
    await api.owner.query(
      `insert into people.person_row select (jsonb_populate_record(p, jsonb_build_object('person_id', id, 'stream_id', 'person-' || id))).*
       from people.person_row p, (select gen_random_uuid() as id from generate_series(1, 21)) n
       where p.workspace_id = $1 and p.person_id = $2`,
      [workspaceId, cast.cto.personId],
    );
    const { rows } = await api.owner.query<{ id: string }>(
      'select person_id as id from people.person_row where workspace_id = $1 limit 21',
      [workspaceId],
    );
    const mentionIds = rows.map(({ id }) => toGlobalId('Person', id));
    const { problems } = await talk.give(cast.engineer, 'addComment', { requestId, text: 'All', mentionIds });
    expect(problems).toEqual([expect.objectContaining({ code: 'LIMIT_REACHED', max: 20 })]);
  });

  it('tells the second of two who edit one comment at once, and lets both who write one', async () => {
    const requestId = await client.at('drafted');
    const { requester } = cast;
    const { id: commentId } = await talk.comment(requester, 'addComment', { requestId, text: 'Zero' });
    const edit = (text: string) =>
      talk.give(requester, 'editComment', { requestId, commentId, text }, { expect: { version: 1 } });
    const answers = await Promise.all(['one', 'two', 'three', 'four'].map(edit));
    const won = answers.filter(({ problems }) => problems.length === 0);
    expect(won).toHaveLength(1);
    const stale = answers.flatMap(({ problems }) => problems);
    expect(stale).toHaveLength(3);
    for (const problem of stale) {
      expect(problem).toMatchObject({ __typename: 'StaleVersionProblem', expected: 1, actual: 2 });
    }
    await readByComments(api, cast.workspaceId, [requestId]);
    const later = await edit('five');
    expect(later.problems[0]).toMatchObject({ current: { id: commentId, version: 2, text: won[0]!.comment!.text } });

    const texts = Array.from({ length: 8 }, (_, index) => `comment ${index}`);
    const added = await Promise.all(texts.map((text) => talk.give(cast.engineer, 'addComment', { requestId, text })));
    expect(added.flatMap(({ problems }) => problems)).toEqual([]);
    expect((await read(requestId)).totalCount).toBe(9);
  });

  it('keeps who watches, and lists what one watches', async () => {
    const { engineer, manager } = cast;
    const [one, other] = [await client.at('drafted'), await client.at('drafted')];
    const watch = (requestId: string) => talk.give(engineer, 'watchRequest', { requestId });
    expect((await watch(one)).watchers).toEqual({ count: 1, watching: true });
    expect(await watch(one)).toMatchObject({ watchers: { count: 1, watching: true }, position: null });
    await watch(other);
    const listed = async () => {
      const source = '{ watchedRequests { totalCount nodes { id watchers { count watching } } } }';
      return (await ask<{ nodes: { id: string }[] }>(source, 'engineer')).nodes.map(({ id }) => id);
    };
    expect((await listed()).filter((id) => id === one || id === other).toSorted()).toEqual([one, other].toSorted());
    expect((await talk.give(engineer, 'unwatchRequest', { requestId: other })).watchers).toEqual({
      count: 0,
      watching: false,
    });
    await talk.comment(manager, 'addComment', { requestId: other, text: '@enno', mentionIds: [engineer.id] });
    expect(await listed()).not.toContain(other);
    expect((await listed()).includes(one)).toBe(true);
  });

  it('lists the comments that mention somebody, the newest first, as long as they do', async () => {
    const { reviewer, requester } = cast;
    const requestId = await client.at('drafted');
    const mentionIds = [reviewer.id];
    const add = (text: string) => talk.comment(requester, 'addComment', { requestId, text, mentionIds });
    const [first, second, third] = [await add('first'), await add('second'), await add('third')];
    const mine = async () => {
      await readByComments(api, cast.workspaceId, [requestId]);
      const { nodes } = await ask<{ nodes: Comment[] }>('{ myMentions { nodes { id text } } }', 'reviewer');
      return nodes.map(({ id }) => id);
    };
    expect(await mine()).toEqual([third.id, second.id, first.id]);
    await talk.comment(requester, 'editComment', { requestId, commentId: first.id, text: 'Nobody' });
    await talk.comment(requester, 'removeComment', { requestId, commentId: third.id });
    expect(await mine()).toEqual([second.id]);
  });

  it('is seen by those alone who may see the request', async () => {
    const { agency, requester } = cast;
    const requestId = await client.at('drafted');
    const mentionIds = [agency.id];
    const comment = await talk.comment(requester, 'addComment', { requestId, text: 'Secret', mentionIds });
    expect((await read(requestId, 'agency')).nodes).toEqual([]);
    const node = '{ node(id: "' + comment.id + '") { id } }';
    expect(await ask('{ myMentions { nodes { id } } }', 'agency')).toEqual({ nodes: [] });
    expect(await ask('{ watchedRequests { nodes { id } } }', 'agency')).toEqual({ nodes: [] });
    expect(await ask(node, 'agency')).toBeNull();
    const coAuthor = { requestId, personId: agency.id };
    await client.done(requester, 'addCoAuthor', coAuthor);
    expect(await ask('{ myMentions { nodes { id } } }', 'agency')).toEqual({ nodes: [{ id: comment.id }] });
    expect(await ask(node, 'agency')).toEqual({ id: comment.id });
    expect((await talk.comment(agency, 'addComment', { requestId, text: 'Hello' })).text).toBe('Hello');
    const elsewhere = await api.cast();
    const foreign = await api.run(
      `query { requestComments(requestId: "${requestId}") { nodes { id } } ${node.slice(1)}`,
      elsewhere.cto,
    );
    expect(foreign.data).toEqual({ requestComments: { nodes: [] }, node: null });
  });

  it('keeps rows as the stored facts fold', async () => {
    const { rows, differing } = await compareInlineView(api.owner, api.log.model, conversationRow);
    expect(rows).toBeGreaterThan(5);
    expect(differing).toBe(0);
  });
});
