import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';

const as = 'Campaign Manager';
const CREATE = `mutation ($team: ID!, $title: String!) {
  createRequest(input: { title: $title, type: LANDING_PAGE, consumerTeamId: $team }) { position request { id } problems { code message } } }`;
const COMMENT = `mutation ($id: ID!, $text: String!, $mentions: [ID!]) {
  addComment(input: { requestId: $id, text: $text, mentionIds: $mentions }) { position comment { id } problems { code message } } }`;
const SEARCH = `query ($text: String!, $at: LogPosition) {
  searchRequests(text: $text, minPosition: $at) { nodes { request { id } snippets { foundIn commentId } } } }`;
const COMMENTS = `query ($id: ID!, $at: LogPosition) { requestComments(requestId: $id, minPosition: $at) { nodes { id text by { name } } } }`;
const MENTIONS = `query ($at: LogPosition) { myMentions(minPosition: $at) { nodes { id request { title } } } }`;

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}

describe('talk beside requests, and search', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('answer with what one has just written, once its position is named', async () => {
    const teams = await api.answer<Nodes<{ id: string; name: string }>>('{ teams { nodes { id name } } }', { as });
    const team = teams.nodes.find(({ name }) => name === 'Marketing')!.id;
    const made = await api.done<{ position: string; request: { id: string } }>(CREATE, {
      as,
      variables: { team, title: 'Zeppelin tours in spring' },
    });
    const { id } = made.request;
    const asked = async (text: string, at: string) =>
      (await api.answer<Nodes<unknown>>(SEARCH, { as, variables: { text, at } })).nodes;
    expect(await asked('zeppelin', made.position)).toEqual([
      { request: { id }, snippets: [{ foundIn: 'TITLE', commentId: null }] },
    ]);

    const { personId } = api.who('CTO').person;
    const people = await api.answer<Nodes<{ id: string; name: string }>>('{ people { nodes { id name } } }', { as });
    const cto = people.nodes.find((one) => Buffer.from(one.id, 'base64url').toString().endsWith(personId))!;
    const said = await api.done<{ position: string; comment: { id: string } }>(COMMENT, {
      as,
      variables: { id, text: 'Moored at the lake, @cto', mentions: [cto.id] },
    });
    const at = said.position;
    const comment = said.comment.id;
    expect(await asked('moored', at)).toEqual([
      { request: { id }, snippets: [{ foundIn: 'COMMENT', commentId: comment }] },
    ]);
    const { nodes } = await api.answer<Nodes<object>>(COMMENTS, { as, variables: { id, at } });
    expect(nodes).toEqual([
      {
        id: comment,
        text: 'Moored at the lake, @cto',
        by: { name: expect.stringContaining(api.who(as).person.name) as string },
      },
    ]);
    expect(await api.answer(MENTIONS, { as: 'CTO', variables: { at } })).toEqual({
      nodes: [{ id: comment, request: { title: 'Zeppelin tours in spring' } }],
    });
    const watched = '{ watchedRequests { nodes { id watchers { count watching } } } }';
    expect(await api.answer(watched, { as: 'CTO' })).toEqual({
      nodes: [{ id, watchers: { count: 2, watching: true } }],
    });
  });
});
