import fc from 'fast-check';
import { HoursApi, type Member } from '../../hours.fixture.js';
import { TimeBench } from '../time.fixture.js';

let api: HoursApi;
let bench: TimeBench;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  bench = await TimeBench.begin(api);
  await bench.on('2026-01-09');
});

interface Row {
  readonly line: number;
  readonly entryId: string | null;
  readonly fate: string;
  readonly minutes: number | null;
  readonly entry: Readonly<Record<string, unknown>> | null;
  readonly problems: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly notes: readonly string[];
}

interface Answer {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly recorded: number;
  readonly wouldRecord: number;
  readonly skipped: number;
  readonly refused: number;
  readonly minutes: number;
  readonly unusedColumns: readonly string[];
  readonly rows: readonly Row[];
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

const DOCUMENT = `mutation ($input: ImportTimeEntriesInput!, $key: String) { importTimeEntries(input: $input, idempotencyKey: $key) {
  position replayed recorded wouldRecord skipped refused minutes unusedColumns
  problems { code path ... on CsvUnreadableProblem { fault line } ... on LimitReachedProblem { what max } }
  rows { line entryId fate minutes workedOn notes problems { code path } entry { entryId workedOn startedAt minutes billable activity note
    personId requestId } } } }`;

interface Given {
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly [field: string]: unknown;
}

async function file(csv: string, given: Given = {}, who: Member = bench.cast.cto): Promise<Answer> {
  const { key, ...fields } = given;
  const input = { agreementId: bench.agreementId, format: 'TEMPO', dryRun: false, csv, ...fields };
  return api.ask<Answer>(DOCUMENT, who, { input, key });
}

const fates = ({ rows }: Answer): string[] => rows.map(({ fate }) => fate);
const codes = ({ rows }: Answer): (string | null)[] => rows.map(({ problems: [problem] }) => problem?.code ?? null);
const people = () => [
  { name: 'bea', personId: bench.cast.backend.id },
  { name: 'finn@shop.test', personId: bench.cast.frontend.id },
];

const TEMPO = `\uFEFFIssue Key;Worklog id;Work date;Hours;Username;Work Description;Billable;Account\r
REQ-1;100;2026-01-05;1,5;Bea;"Checkout; ""form""";Yes;x\r
REQ-1;101;2026-01-06 00:00;0,33;finn@shop.test;"Two
lines";No;x\r
;102;2026-01-07;2;bea;;Yes;x\r
REQ-9;103;2026-01-07;2;bea;;Yes;x\r
WEB-3;104;2026-01-07;2;bea;for REQ-1;Yes;x\r
REQ-1;105;2026-01-10;1;bea;;Yes;x\r
REQ-1;106;2026-01-05;25;bea;;Yes;x\r
REQ-1;107;2026-01-05;1;Nobody;;Yes;x\r
REQ-1;108;01/05/2026;1;bea;;Yes;x\r
REQ-1;109;2026-01-05;1;bea;Call +49 30 1234567;Yes;x\r
REQ-1;100;2026-01-05;1,5;Bea;;Yes;x\r
REQ-2;110;2026-01-05;1;bea;;Yes;x\r
`;

describe('a file of Tempo', () => {
  it('is tried row by row without storing anything, and then recorded as was told', async () => {
    const requestId = await bench.request(1);
    await bench.request(2, 'DRAFT');
    const before = await api.events(bench.cast.workspaceId);
    const dry = await file(TEMPO, { dryRun: true, people: people() });
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
    expect(codes(dry)).toEqual([
      null,
      null,
      null,
      'NOT_FOUND',
      null,
      'DATE_IN_FUTURE',
      'MINUTES_INVALID',
      'NOT_FOUND',
      'VALIDATION_FAILED',
      'PII_NOT_ALLOWED',
      null,
      'REQUEST_NOT_CHARGEABLE',
    ]);
    expect(dry.rows.flatMap(({ problems }) => problems.map((one) => one.path.slice(2)))).toEqual([
      ['6', 'Issue Key'],
      ['8', 'Work date'],
      ['9', 'Hours'],
      ['10', 'Username'],
      ['11', 'Work date'],
      ['12', 'Work Description'],
      ['14', 'Issue Key'],
    ]);
    expect(dry).toMatchObject({ position: null, wouldRecord: 4, recorded: 0, skipped: 1, refused: 7, minutes: 350 });
    expect(dry.unusedColumns).toEqual(['Account']);
    const done = await file(TEMPO, { people: people(), key: 'one' });
    expect(fates(done)).toEqual(fates(dry).map((fate) => (fate === 'WOULD_RECORD' ? 'RECORDED' : fate)));
    expect(codes(done)).toEqual(codes(dry));
    expect(done.rows[0]).toMatchObject({
      entryId: 'tempo-100',
      entry: {
        workedOn: '2026-01-05',
        minutes: 90,
        billable: true,
        activity: 'BUILD',
        note: 'Checkout; "form"',
        personId: bench.cast.backend.id,
        requestId,
      },
    });
    expect(done.rows[1]).toMatchObject({
      entry: { minutes: 20, billable: false, note: 'Two\nlines', personId: bench.cast.frontend.id },
      notes: ['Its length is rounded to 20 minutes.'],
    });
    expect(done.rows[2]?.entry).toMatchObject({ requestId: null });
    expect(done.rows[4]?.entry).toMatchObject({ requestId });
    expect((await bench.month()).sums).toMatchObject({ recorded: 330, notBillable: 20 });
    expect(await file(TEMPO, { people: people(), key: 'one' })).toEqual({ ...done, replayed: true });
  });

  it('imported again records nothing again, whatever its key; what was mended is recorded', async () => {
    const csv = 'Worklog id,Work date,Hours,Username\n1,2026-01-05,1,bea\n2,2026-01-11,1,bea\n';
    expect(fates(await file(csv, { people: people(), key: 'a' }))).toEqual(['RECORDED', 'REFUSED']);
    expect(fates(await file(csv, { people: people(), key: 'b' }))).toEqual(['SKIPPED', 'REFUSED']);
    const mended = await file(csv.replace('-11', '-08'), { people: people() });
    expect(fates(mended)).toEqual(['SKIPPED', 'RECORDED']);
    expect(await api.events(bench.cast.workspaceId, 'EntryBooked')).toBe(2);
    expect((await file(`${csv}\n`, { people: people(), key: 'a' })).problems[0]?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('of two at once records each row once', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `${index},2026-01-05,1,bea`);
    const csv = `Worklog id,Work date,Hours,Username\n${rows.join('\n')}`;
    const answers = await Promise.all([file(csv, { people: people() }), file(csv, { people: people() })]);
    expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(20);
    expect((await bench.month()).sums).toMatchObject({ recorded: 1200, base: 1200 });
  });
});

describe('a file of Kimai', () => {
  it('is read with its times in the agreement’s zone', async () => {
    const requestId = await bench.request(1);
    const csv = [
      'Date,From,To,Duration,User,Project,Activity,Description,Billable,Tags,Rate',
      '2026-01-05,09:00,10:30,1:30,bea,Shop REQ-1,Testing,Checkout,1,,90',
      '2026-01-05,11:00,12:00,,bea,,MEETING,,1,non-billable,0',
      '2026-01-06,,,2700,bea,,,,,,',
    ].join('\n');
    const { rows, minutes, unusedColumns } = await file(csv, { format: 'KIMAI', people: people() });
    expect(rows.map(({ entry }) => entry)).toMatchObject([
      { minutes: 90, startedAt: '2026-01-05T08:00:00.000Z', activity: 'QA', requestId },
      { minutes: 60, activity: 'MEETING', billable: false },
      { minutes: 45, workedOn: '2026-01-06', startedAt: null },
    ]);
    expect([minutes, unusedColumns]).toEqual([195, ['Rate']]);
  });
});

describe('a file of our own', () => {
  it('names issues as it is told, and requests by bare number', async () => {
    const requestId = await bench.request(7);
    const csv = 'id,day,minutes,request,activity\na,2026-01-05,30,7,QA\nb,2026-01-05,30,WEB-1,';
    const issues = [{ key: 'web-1', requestId }];
    const { rows } = await file(csv, { format: 'PLAIN', issues, activity: 'SUPPORT' });
    expect(rows.map(({ entry }) => entry)).toMatchObject([
      { entryId: 'csv-a', requestId, activity: 'QA', personId: bench.cast.cto.id },
      { entryId: 'csv-b', requestId, activity: 'SUPPORT' },
    ]);
  });
});

describe('an import', () => {
  it('is for leads and integrations, of an agreement that is there, of a file that can be read', async () => {
    const csv = 'day,minutes\n2026-01-05,30';
    const plain = { format: 'PLAIN' };
    const { backend, cmo, cto } = bench.cast;
    for (const who of [backend, cmo])
      expect((await file(csv, plain, who)).problems).toMatchObject([{ code: 'FORBIDDEN' }]);
    const bot = await api.join(
      bench.cast.workspaceId,
      [{ role: 'INTEGRATION', teamId: null }],
      ['time.import', 'time.read'],
    );
    expect(await file(csv, plain, bot)).toMatchObject({ recorded: 1, problems: [] });
    const other = await TimeBench.begin(api);
    expect((await file(csv, { ...plain, agreementId: other.agreementId }, cto)).problems).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'agreementId'] },
    ]);
    const foreign = [{ name: 'x', personId: other.cast.backend.id }];
    expect((await file(csv, { ...plain, people: foreign }, cto)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await file('minutes\n3', plain, cto)).problems).toMatchObject([
      { code: 'CSV_UNREADABLE', fault: 'COLUMN_MISSING', line: 1 },
    ]);
    const many = `day,minutes\n${'2026-01-05,1\n'.repeat(1001)}`;
    expect((await file(many, plain, cto)).problems).toMatchObject([{ code: 'LIMIT_REACHED', max: 1000 }]);
  });

  it('finds people by name or address where only one has it', async () => {
    const { workspaceId, backend, frontend } = bench.cast;
    const name = `insert into people.person (workspace_id, person_id, version, name, email) values ($1, $2, 1, $3, $4)`;
    await api.owner.query(name, [workspaceId, backend.personId, 'Bea Kraft', 'bea@shop.test']);
    await api.owner.query(name, [workspaceId, frontend.personId, 'Bea Kraft', 'finn@shop.test']);
    const csv =
      'day,minutes,person\n2026-01-05,30,BEA@shop.test\n2026-01-05,30,Finn@Shop.test\n2026-01-05,30,Bea Kraft';
    const { rows } = await file(csv, { format: 'PLAIN' });
    expect(rows.map(({ entry }) => entry?.['personId'] ?? null)).toEqual([backend.id, frontend.id, null]);
    expect(rows[2]?.problems).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'csv', '4', 'person'] }]);
  });

  it('repeated tells what it told, also of those who were not known then', async () => {
    const { workspaceId, backend } = bench.cast;
    const csv = 'day,minutes,person\n2026-01-05,30,\n2026-01-05,30,Bea\n2026-01-06,30,';
    const first = await file(csv, { format: 'PLAIN', key: 'one' });
    expect(fates(first)).toEqual(['RECORDED', 'REFUSED', 'RECORDED']);
    const name = `insert into people.person (workspace_id, person_id, version, name) values ($1, $2, 1, 'Bea')`;
    await api.owner.query(name, [workspaceId, backend.personId]);
    expect(await file(csv, { format: 'PLAIN', key: 'one' })).toEqual({ ...first, replayed: true });
    expect(fates(await file(csv, { format: 'PLAIN', key: 'two' }))).toEqual(['SKIPPED', 'RECORDED', 'SKIPPED']);
  });

  it('of a thousand rows is one command', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index},2026-01-05,7,bea`);
    const answer = await file(`id,day,minutes,person\n${rows.join('\n')}`, { format: 'PLAIN', people: people() });
    expect(answer).toMatchObject({ recorded: 1000, minutes: 7000 });
    expect((await bench.month()).sums).toMatchObject({ recorded: 7000, base: 4800, uncovered: 2200 });
    const sql = `select count(*)::int as commands from log.command where workspace_id = $1 and operation = 'importTimeEntries'`;
    const { rows: counted } = await api.owner.query<{ commands: number }>(sql, [bench.cast.workspaceId]);
    expect(counted[0]?.commands).toBe(1);
  });

  it('does what its dry run told, whatever is in the file', async () => {
    await bench.request(1);
    await bench.request(2, 'DRAFT');
    await bench.close('2026-02');
    const row = fc.record({
      id: fc.constantFrom('', '1', '2', '3', 'a b'),
      day: fc.constantFrom('2026-01-05', '2026-01-08', '2026-02-03', '2026-03-01', '2025-12-31', '2026-01-30', 'soon'),
      minutes: fc.constantFrom('30', '0', '-5', '1441', '600', 'x', '1,4'),
      person: fc.constantFrom('bea', '', 'who', 'finn@shop.test'),
      request: fc.constantFrom('', '1', '2', '9', 'WEB-1'),
      note: fc.constantFrom('', 'Checkout', 'a@example.com'),
    });
    const csvOf = (rows: Record<string, string>[]): string =>
      [
        'id,day,minutes,person,request,note',
        ...rows.map((one) =>
          Object.values(one)
            .map((cell) => `"${cell}"`)
            .join(','),
        ),
      ].join('\n');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const given = { format: 'PLAIN', people: people() };
        const before = await api.events(bench.cast.workspaceId);
        const dry = await file(csvOf(rows), { ...given, dryRun: true });
        expect(await api.events(bench.cast.workspaceId)).toBe(before);
        const done = await file(csvOf(rows), given);
        expect(fates(done)).toEqual(fates(dry).map((fate) => (fate === 'WOULD_RECORD' ? 'RECORDED' : fate)));
        expect(done.rows.map(({ problems }) => problems)).toEqual(dry.rows.map(({ problems }) => problems));
        expect([done.recorded, done.minutes]).toEqual([dry.wouldRecord, dry.minutes]);
        expect((await file(csvOf(rows), given)).recorded).toBe(0);
      }),
      { numRuns: 15, seed: 4 },
    );
  });
});
