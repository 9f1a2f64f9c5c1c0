import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { parse } from 'csv-parse/sync';
import { getNullableType, isRequiredArgument, isObjectType } from 'graphql';

const IMPORT = `mutation ($input: ImportRequestsInput!) { importRequests(input: $input) {
  position created skipped refused problems { code message } rows { fate request { title } } } }`;
const EXPORT = `query ($after: LogPosition) {
  requests(minPosition: $after, order: [{ number: ASC }]) {
    nodes { id: sourceRef title type audience: brief { context { audience } } criteria: brief { criteria { text } } } } }`;

describe('requests as CSV', () => {
  let database: TestDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  const download = (query: string, as: string, variables?: object) =>
    fetch(`${api.url}/graphql.csv`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.who(as).token}` },
      body: JSON.stringify({ query, variables }),
    });

  it('come in, and go out as they came', async () => {
    const { nodes } = await api.answer<{ nodes: { id: string; side: string }[] }>('{ teams { nodes { id side } } }', {
      as: 'CTO',
    });
    const consumerTeamId = nodes.find(({ side }) => side === 'CONSUMER')?.id;
    const csv =
      'title;type;audience;criteria\r\n=SUM(A1) as a title;BUG;"Readers; ""all""";"It loads\r\nIt sells"\r\nSecond;OTHER;;\r\n';
    const input = { format: 'PLAIN', csv, consumerTeamId, dryRun: false };
    const done = await api.done<{ position: string; created: number }>(IMPORT, { as: 'CTO', variables: { input } });
    expect(done.created).toBe(2);
    const response = await download(EXPORT, 'CTO', { after: done.position });
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true });
    const [first, second] = rows.slice(-2);
    expect(first).toMatchObject({
      title: "'=SUM(A1) as a title",
      type: 'BUG',
      'audience.context.audience': 'Readers; "all"',
    });
    expect(JSON.parse(first?.['criteria.criteria'] ?? '')).toEqual([{ text: 'It loads' }, { text: 'It sells' }]);
    expect(second).toMatchObject({ title: 'Second', 'audience.context.audience': '' });
    // An export is a file that can be imported: what stands before a formula is taken back.
    const again = { ...input, csv: `id,title\nagain,${first?.['title']}` };
    const { rows: made } = await api.done<{ rows: { request: { title: string } }[] }>(IMPORT, {
      as: 'CTO',
      variables: { input: again },
    });
    expect(made[0]?.request.title).toBe('=SUM(A1) as a title');
  });

  it.each(['CTO', 'Campaign Manager', 'Agency Designer', 'Auditor'])(
    'are exported as any list of the schema is: to the %s what the query answers, and nothing else',
    async (as) => {
      const lists = Object.values(api.schema.getQueryType()?.getFields() ?? {}).filter(({ type, args }) => {
        const list = getNullableType(type);
        return isObjectType(list) && 'nodes' in list.getFields() && !args.some(isRequiredArgument);
      });
      expect(lists.length).toBeGreaterThan(12);
      for (const { name, args } of lists) {
        // One that comes as a whole has no pages to ask for.
        const page = args.some((one) => one.name === 'first') ? '(first: 250)' : '';
        const { data, errors } = await api.run(`{ list: ${name}${page} { nodes { __typename } } }`, { as });
        const list = data?.['list'] as { nodes: unknown[] } | null | undefined;
        const response = await download(`{ ${name} { nodes { what: __typename } } }`, as);
        const text = await response.text();
        if (errors || !list) expect(response.status).toBe(403);
        else expect({ name, rows: text.split('\r\n').length - 2 }).toEqual({ name, rows: list.nodes.length });
      }
    },
  );

  it('are exported to nobody unknown, and to nobody what they may not list', async () => {
    const gone = await download('{ requestComments(requestId: "eA") { nodes { id } } }', 'Campaign Manager');
    expect(gone.status).toBe(404);
    const unknown = await fetch(`${api.url}/graphql.csv`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(unknown.status).toBe(401);
  });
});
