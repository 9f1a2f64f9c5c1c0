import { readdirSync, readFileSync } from 'node:fs';
import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { cases as onTheWay } from './delivery/delivery-refusals.fixture.js';
import { savedFilter } from './domain/index.js';
import { cases as onRecords } from './records/record-refusals.fixture.js';
import { provocations } from './refusal-codes.fixture.js';
import { cases as upToApproval } from './refusals.fixture.js';
import { requestsApi, type RequestsApi } from './requests.fixture.js';
import { RightsBench } from './rights/rights.fixture.js';

/** A refusal as its class stands in the source. */
interface Declared {
  readonly code: string;
  readonly category: string;
  readonly hasDetails: boolean;
}

const CLASS = /class \w+ extends Refusal(<[\s\S]*?>)? \{[\s\S]*?super\(\s*'([A-Z_]+)',\s*'([A-Z_]+)'/g;

const declaredIn = (source: string): Declared[] =>
  [...source.matchAll(CLASS)].map(([, details, code = '', category = '']) => ({
    code,
    category,
    hasDetails: details !== undefined,
  }));

const isSource = (name: string): boolean => name.endsWith('.ts') && !/\.(spec|spec-kit|fixture)\.ts$/.test(name);

const sourcesIn = (folder: string): string[] => {
  const root = new URL(folder, import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isSource);
  return names.map((name) => readFileSync(new URL(name, root), 'utf8'));
};

const here = sourcesIn('./');
const ofKernel = readFileSync(new URL('../../event-log/src/refusal.ts', import.meta.url), 'utf8');
const declared = [...here, ...sourcesIn('../../vocabulary/src/'), ofKernel].flatMap(declaredIn);
const registered = [...here, ...sourcesIn('../../api-kit/src/')].flatMap((source) =>
  [...source.matchAll(/registerProblem\('([A-Z_]+)'/g)].map(([, code]) => code),
);

/** The command table of core model 2.1 with its launch gate, and the common codes of 2.0 that concern a request. */
const PAGE = `
  REQUEST_INCOMPLETE BRIEF_STORY_INCOMPLETE REASON_REQUIRED INVALID_STATE TOUCH_LOCKED TOUCH_SUGGESTION_UNANSWERED OWNER_REQUIRED
  PROVIDER_UNKNOWN QUESTION_CLOSED ONLY_ASKER_CAN_RESOLVE ESTIMATE_ORDER ESTIMATE_LINES_MISMATCH ESTIMATE_MISSING_HIDDEN_WORK
  QUESTION_OPEN EARLY_INVOLVEMENT_REQUIRED CHECKLIST_INCOMPLETE BOTH_SIDES_BY_SAME_PERSON SELF_APPROVAL_FORBIDDEN ESTIMATE_EXPIRED
  CONCERN_OPEN DATE_REQUIRED RESERVATION_PLAN_OUT_OF_RANGE ALLOTMENT_EXHAUSTED PERIOD_NOT_RESERVABLE WIP_LIMIT_REACHED
  PROVIDER_NOT_ONBOARDED REQUEST_HELD CRITERIA_UNVERIFIED DISPLACED_REQUEST_REQUIRED EXPEDITE_QUOTA_EXCEEDED EXPERIMENT_NOT_ALLOWED
  BASELINE_ZERO NOT_LAUNCHED LAUNCH_BLOCKED_BY_RISK TRACKING_UNVERIFIED BUDGET_UNDECIDED FREEZE_WINDOW ESTIMATE_STALE
  VALIDATION_FAILED NOT_FOUND FORBIDDEN CONCURRENCY_CONFLICT IDEMPOTENCY_KEY_REUSED DATE_IN_FUTURE PII_NOT_ALLOWED
`;

/** Met beside this context alone: each needs minutes of an agreement, money, a risk review, an onboarded provider or a freeze. */
const LATER = [
  'RESERVATION_PLAN_OUT_OF_RANGE',
  'RESERVATION_PLAN_DIFFERS',
  'ALLOTMENT_EXHAUSTED',
  'PERIOD_NOT_RESERVABLE',
  'PROVIDER_NOT_ONBOARDED',
  'CURRENCY_MISMATCH',
  'LAUNCH_BLOCKED_BY_RISK',
  'BUDGET_UNDECIDED',
  'FREEZE_WINDOW',
];

/** Answered to a list, to a field of a request of the past (see past/), and as the fate of a row: see below. */
const NO_PROBLEMS = ['SAVED_FILTER_OUTDATED', 'PRESENT_ONLY', 'ALREADY_IMPORTED'];

/** Codes of this context, of its pages as well as of its code. */
const known = [...new Set([...PAGE.trim().split(/\s+/), ...declared.map(({ code }) => code)])];

/** Tables of single themes: each is tried, with stored facts and messages, by the spec beside it. */
const provoked = [
  ...Object.keys(upToApproval),
  ...onTheWay.map(([code]) => code),
  ...Object.keys(onRecords),
  ...Object.keys(provocations),
  ...NO_PROBLEMS,
];

const neverProvoked = (codes: readonly string[]): string[] =>
  codes.filter((code) => !LATER.includes(code) && !provoked.includes(code));

/** Input problems have no room for figures: a code that has some needs a type of its own. */
const speechless = (refusals: readonly Declared[]): string[] =>
  refusals
    .filter(({ code, category, hasDetails }) => category === 'VALIDATION' && hasDetails && !registered.includes(code))
    .map(({ code }) => code);

let api: RequestsApi;
let bench: RightsBench;
beforeAll(async () => {
  api = await requestsApi();
  bench = await RightsBench.open(api);
});
afterAll(() => api.close());

describe('the codes of refusals', () => {
  it('are all provoked by a call, whatever page or file they stand in', () => {
    expect(declared.length).toBeGreaterThan(70);
    expect(neverProvoked(known)).toEqual([]);
    expect(neverProvoked([...known, 'MOON_TOO_FULL'])).toEqual(['MOON_TOO_FULL']);
    // What can be provoked by now is no longer put off.
    expect(provoked.filter((code) => LATER.includes(code))).toEqual([]);
  });

  it('carry their figures', () => {
    const source = `class A extends Refusal<{ n: number }> { constructor() { super('A_B', 'VALIDATION', 'No.', { n: 1 }); } }`;
    expect(speechless(declared)).toEqual([]);
    expect(speechless(declaredIn(source))).toEqual(['A_B']);
  });

  it.each(Object.entries(provocations))(
    '%s comes as data with a sentence, and stores nothing',
    async (code, provoke) => {
      const { who, mutation, input, given } = await provoke(bench);
      const stored = await api.events();
      const { position, problems } = await bench.answer(mutation, who, input, given);
      expect(problems).toMatchObject([{ code, message: expect.stringMatching(/^[A-Z0-9].*\S\.$/) as string }]);
      expect(position).toBeNull();
      expect(await api.events()).toBe(stored);
      const [problem] = problems;
      const hasOwnType = problem?.type !== 'BusinessProblem' && problem?.type !== 'ValidationProblem';
      expect(hasOwnType).toBe(registered.includes(code));
      if (problem?.type === 'BusinessProblem') expect(problem.details).toBeDefined();
    },
  );

  it('SAVED_FILTER_OUTDATED is the answer to a list that a saved filter can no longer give', async () => {
    const id = randomUUID();
    const { manager } = bench.cast;
    const data = { name: 'Old', shared: true, filter: { gone: { eq: 1 } }, order: [], ownerId: manager.personId };
    await bench.happened({ aggregate: savedFilter, id }, manager, [{ type: 'FilterSaved', data }]);
    const LIST = 'query ($id: ID) { requests(savedFilterId: $id) { totalCount } }';
    const { errors } = await api.run(LIST, manager, { variables: { id: toGlobalId('SavedFilter', id) } });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/\.$/) as string, extensions: { code: 'SAVED_FILTER_OUTDATED' } },
    ]);
  });

  it('ALREADY_IMPORTED is told as the fate of a row', async () => {
    const { cto, marketing: consumerTeamId } = bench.cast;
    const input = { format: 'PLAIN', csv: `id,title\n${randomUUID()},Spring page`, consumerTeamId, dryRun: false };
    const IMPORT = 'mutation ($input: ImportRequestsInput!) { importRequests(input: $input) { rows { fate } } }';
    const again = () => api.run(IMPORT, cto, { variables: { input } });
    expect((await again()).data).toMatchObject({ importRequests: { rows: [{ fate: 'CREATED' }] } });
    const stored = await api.events();
    expect((await again()).data).toMatchObject({ importRequests: { rows: [{ fate: 'SKIPPED' }] } });
    expect(await api.events()).toBe(stored);
  });
});
