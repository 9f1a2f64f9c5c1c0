import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { type Member, type RequestsApi, requestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';

let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi()));
afterAll(() => api.close());

interface Answer {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly created: number;
  readonly problems: readonly { readonly code: string; readonly [field: string]: unknown }[];
  readonly unusedColumns: readonly string[];
  readonly rows: readonly {
    readonly line: number;
    readonly key: string | null;
    readonly fate: string;
    readonly request: { readonly id: string; readonly number: number; readonly [field: string]: unknown } | null;
    readonly problems: readonly { readonly code: string; readonly path: readonly string[] }[];
    readonly notes: readonly string[];
  }[];
}

const DOCUMENT = `mutation ($input: ImportRequestsInput!, $key: String) { importRequests(input: $input, idempotencyKey: $key) {
  position replayed created wouldCreate skipped refused unusedColumns
  problems { code path ... on CsvUnreadableProblem { fault line } ... on LimitReachedProblem { what max } }
  rows { line key title fate notes problems { code path } request { id number title type status completenessPercent
    sourceKind sourceRef labels { name } brief { criteria { text } context { campaignGoal audience } } } } } }`;

interface Given {
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly team?: string;
}

class Importing extends RequestClient {
  static async begin(): Promise<Importing> {
    return new Importing(api, await api.cast());
  }

  async file(csv: string, { format = 'JIRA', dryRun = false, key, team }: Given = {}, who: Member = this.cast.manager) {
    const input = { format, csv, dryRun, consumerTeamId: team ?? this.cast.marketing };
    const { data, errors } = await this.api.run(DOCUMENT, who, { variables: { input, key } });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as { importRequests: Answer }).importRequests;
  }

  async numbers(): Promise<number[]> {
    const { data } = await this.api.run('{ requests(first: 250) { nodes { number } } }', this.cast.manager);
    const { nodes } = (data as { requests: { nodes: { number: number }[] } }).requests;
    return nodes.map(({ number }) => number).toSorted((a, b) => a - b);
  }
}

const fates = ({ rows }: Answer): string[] => rows.map(({ fate }) => fate);

const JIRA = `Summary,Issue key,Issue Type,Description,Reporter,Labels,Labels
Spring landing page,WEB-1,Story,"Sell 300 bundles
Audience: Returning customers
Acceptance criteria:
* Loads within 2 seconds
* Shows the offer that was clicked",Somebody,Spring,unheard
The form fails,WEB-2,Bug,"Call me: +49 30 1234567",Somebody,,
No,WEB-3,Bug,,Somebody,,
Again,WEB-1,Bug,,Somebody,,
Short
`;

describe('an import', () => {
  it('tells of every row what would become of it, and then does that', async () => {
    const client = await Importing.begin();
    const define = `mutation ($input: DefineLabelInput!, $expect: Expect!) {
      defineLabel(input: $input, expect: $expect) { problems { code } } }`;
    const label = { input: { name: 'spring', colour: '#1a7f37' }, expect: { latest: true } };
    await api.run(define, client.cast.cto, { variables: label });
    const before = await api.events();
    const dry = await client.file(JIRA, { dryRun: true });
    expect(fates(dry)).toEqual(['WOULD_CREATE', 'REFUSED', 'REFUSED', 'SKIPPED', 'REFUSED']);
    expect(dry).toMatchObject({
      position: null,
      wouldCreate: 1,
      created: 0,
      skipped: 1,
      refused: 3,
      unusedColumns: ['Reporter'],
    });
    expect(dry.rows.map(({ line }) => line)).toEqual([2, 7, 8, 9, 10]);
    expect(dry.rows.map(({ request }) => request)).toEqual([null, null, null, null, null]);
    expect(dry.rows.flatMap(({ problems }) => problems)).toEqual([
      { code: 'PII_NOT_ALLOWED', path: ['input', 'csv', '7', 'Description'] },
      { code: 'VALIDATION_FAILED', path: ['input', 'csv', '8', 'Summary'] },
      { code: 'VALIDATION_FAILED', path: ['input', 'csv', '10'] },
    ]);
    expect(await api.events()).toBe(before);

    const done = await client.file(JIRA);
    expect(fates(done)).toEqual(['CREATED', 'REFUSED', 'REFUSED', 'SKIPPED', 'REFUSED']);
    expect(done.rows[0]?.notes).toEqual(['No label is called unheard: it is left out.']);
    expect(done.rows[0]?.request).toMatchObject({
      // The dry run drew no number, nor did a row that was refused.
      number: 1,
      title: 'Spring landing page',
      type: 'ENHANCEMENT',
      status: 'DRAFT',
      sourceKind: 'API',
      sourceRef: 'jira:WEB-1',
      labels: [{ name: 'spring' }],
      brief: {
        context: { campaignGoal: 'Sell 300 bundles', audience: 'Returning customers' },
        criteria: [{ text: 'Loads within 2 seconds' }, { text: 'Shows the offer that was clicked' }],
      },
    });
    expect(done.rows[3]?.request?.id).toBe(done.rows[0]?.request?.id);
  });

  it('of the same file makes nothing again, whatever its key; what was mended is made', async () => {
    const client = await Importing.begin();
    const file = 'id,title,type\n1,First page,BUG\n2,mail me@example.com,BUG\n';
    const first = await client.file(file, { format: 'PLAIN', key: 'one' });
    expect(fates(first)).toEqual(['CREATED', 'REFUSED']);
    const again = await client.file(file, { format: 'PLAIN', key: 'two' });
    expect(fates(again)).toEqual(['SKIPPED', 'REFUSED']);
    expect(again.rows[0]?.request?.id).toBe(first.rows[0]?.request?.id);
    const mended = await client.file(file.replace('mail me@example.com', 'Mail'), { format: 'PLAIN' });
    expect(fates(mended)).toEqual(['SKIPPED', 'CREATED']);
    expect(await client.numbers()).toEqual([1, 2]);
    const repeated = await client.file(file, { format: 'PLAIN', key: 'one' });
    expect(repeated).toEqual({ ...first, replayed: true });
    const other = await client.file(file, { format: 'LINEAR', key: 'one' });
    expect(other.problems[0]?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    // Keys of another tool are other keys, and so are those of another workspace.
    expect(fates(await client.file('ID,Title\n1,First page', { format: 'LINEAR' }))).toEqual(['CREATED']);
    expect(fates(await (await Importing.begin()).file(file, { format: 'PLAIN' }))).toEqual(['CREATED', 'REFUSED']);
  });

  it('names the column in which a text is refused', async () => {
    const client = await Importing.begin();
    const rows = [
      'title,role,want,benefit,audience,criteria',
      'Page one,visitor,,I find it,,',
      'Page two,,,,write a@example.com,',
      'Page three,,,,,call 030 1234567',
      `${'x'.repeat(201)},,,,,`,
    ];
    const { rows: told } = await client.file(rows.join('\r\n'), { format: 'PLAIN' });
    expect(told.map(({ line, problems: [problem] }) => [line, problem?.code, problem?.path.at(-1)])).toEqual([
      [2, 'BRIEF_STORY_INCOMPLETE', 'want'],
      [3, 'PII_NOT_ALLOWED', 'audience'],
      [4, 'PII_NOT_ALLOWED', 'criteria'],
      [5, 'VALIDATION_FAILED', 'title'],
    ]);
  });

  it.each([
    ['', 'EMPTY', 1],
    ['Title\nx', 'COLUMN_MISSING', 1],
    ['Summary,Issue key\nx,"y', 'QUOTES', 2],
    ['Summary,Issue key\ncaf\uFFFD,y', 'ENCODING', 2],
    [`${'a,'.repeat(9_999)}a`, 'TOO_MANY_COLUMNS', 1],
    ['Summary,Summary,Issue key\na,b,c', 'COLUMN_TWICE', 1],
  ])('of a file that cannot be read says where (%#)', async (csv, fault, line) => {
    const answer = await (await Importing.begin()).file(csv);
    expect(answer).toMatchObject({ rows: [], created: 0, problems: [{ code: 'CSV_UNREADABLE', fault, line }] });
  });

  it('has its limits, its right, and a team that is there', async () => {
    const client = await Importing.begin();
    const many = `title\n${Array.from({ length: 1_001 }, (_, n) => `Page ${n}`).join('\n')}`;
    expect((await client.file(many, { format: 'PLAIN' })).problems).toMatchObject([
      { code: 'LIMIT_REACHED', max: 1_000 },
    ]);
    expect((await client.file(JIRA, {}, client.cast.requester)).problems).toMatchObject([{ code: 'FORBIDDEN' }]);
    const team = toGlobalId('Team', randomUUID());
    expect((await client.file(JIRA, { team })).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'consumerTeamId'] },
    ]);
    await expect(client.file('Summary,Issue key\na\u0000b,c')).rejects.toThrow('BAD_USER_INPUT');
  });

  it('of a thousand rows is one decision, and its numbers follow each other', async () => {
    const client = await Importing.begin();
    const many = `title,criteria\n${Array.from({ length: 1_000 }, (_, n) => `Page ${n},"It loads\nIt sells ${n}"`).join('\n')}`;
    const answer = await client.file(many, { format: 'PLAIN' });
    expect(answer).toMatchObject({ created: 1_000, problems: [] });
    expect(answer.rows.map(({ request }) => request?.number)).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 1));
    const sql = `select count(*)::int as commands from log.command where workspace_id = $1 and operation = 'importRequests'`;
    const { rows } = await api.owner.query<{ commands: number }>(sql, [client.cast.workspaceId]);
    expect(rows[0]?.commands).toBe(1);
  });
});

describe('two imports at the same time', () => {
  it('of one file make each row once', async () => {
    const client = await Importing.begin();
    const file = `ID,Title\n${Array.from({ length: 40 }, (_, n) => `ENG-${n},Page ${n}`).join('\n')}`;
    const { manager, cto, cmo } = client.cast;
    const answers = await Promise.all([manager, cto, cmo].map((who) => client.file(file, { format: 'LINEAR' }, who)));
    for (let row = 0; row < 40; row += 1) {
      const told = answers.map(({ rows }) => rows[row]!);
      expect(told.filter(({ fate }) => fate === 'CREATED')).toHaveLength(1);
      expect(told.filter(({ fate }) => fate === 'SKIPPED')).toHaveLength(2);
      expect(new Set(told.map(({ request }) => request?.id)).size).toBe(1);
    }
    expect(await client.numbers()).toHaveLength(40);
  });

  it('of files that overlap make what is in both once', async () => {
    const client = await Importing.begin();
    const file = (from: number) =>
      `ID,Title\n${Array.from({ length: 20 }, (_, n) => `ENG-${from + n},Page ${from + n}`).join('\n')}`;
    const answers = await Promise.all([0, 10].map((from) => client.file(file(from), { format: 'LINEAR' })));
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(30);
    expect(new Set(await client.numbers()).size).toBe(30);
  });
});
