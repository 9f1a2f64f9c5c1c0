import { providersModel, ProvidersModule } from '#libs/providers';
import {
  borrowedCodes,
  KERNEL,
  ofVocabulary,
  refusalsIn,
  sourcesIn,
  typedBelow,
  typedCodesIn,
} from '#test/kit/refusal-codes';
import { HoursApi, type Member } from '../hours.fixture.js';
import { agencyHour, provocations } from './refusal-codes.fixture.js';
import { HoursBench } from './rights.fixture.js';

const here = sourcesIn(new URL('../', import.meta.url));
const agencies = sourcesIn(new URL('../../../providers/src/', import.meta.url));
const declared = refusalsIn(here);
const known = [
  ...declared.map(({ code }) => code),
  ...borrowedCodes(here, ofVocabulary),
  ...KERNEL,
  // Of a file, and of the money of an agency's work.
  'CSV_UNREADABLE',
  'PO_CEILING_EXCEEDED',
];
const typed = [...typedCodesIn(here), ...typedCodesIn(agencies), ...typedBelow];
const withFigures = [...declared, ...ofVocabulary].filter(({ hasDetails }) => hasDetails).map(({ code }) => code);

const neverProvoked = (codes: readonly string[]): string[] => codes.filter((code) => !(code in provocations));

let api: HoursApi;
let bench: HoursBench;
beforeAll(async () => {
  api = await HoursApi.start({ models: [providersModel], modules: [ProvidersModule] });
  bench = await HoursBench.open(api);
});
afterAll(() => api.close());

const everything = async (): Promise<number> => {
  const { rows } = await api.owner.query<{ count: string }>('select count(*) from log.event');
  return Number(rows[0]?.count);
};

describe('the codes of refusals of hours', () => {
  it('are all provoked by a call, and nothing else is', () => {
    expect(declared.length).toBeGreaterThan(20);
    expect(known).toContain('DATE_IN_FUTURE');
    expect(neverProvoked(known)).toEqual([]);
    expect(neverProvoked([...known, 'MOON_TOO_FULL'])).toEqual(['MOON_TOO_FULL']);
    expect(Object.keys(provocations).filter((code) => !known.includes(code))).toEqual([]);
  });

  it('have types where they have figures, so that a client need not read sentences', () => {
    expect(withFigures.filter((code) => known.includes(code) && !typed.includes(code))).toEqual([]);
  });

  it.each(Object.entries(provocations))(
    '%s comes as data with a sentence, and stores nothing',
    async (code, provoke) => {
      const { who, mutation, input, given } = await provoke(bench);
      const stored = await everything();
      const { position, problems } = await bench.answer(mutation, who, input, given);
      expect(problems).toMatchObject([{ code, message: expect.stringMatching(/^[A-Z0-9].*\S[.?]$/) as string }]);
      expect(position).toBeNull();
      expect(await everything()).toBe(stored);
      const [problem] = problems;
      const isPlain = ['BusinessProblem', 'ValidationProblem'].includes(problem!.type);
      expect([code, isPlain && code !== 'VALIDATION_FAILED']).toEqual([code, !typed.includes(code)]);
    },
  );

  it('tell the figures of a purchase order to whoever sees money, and to nobody else', async () => {
    const { cast, input } = await agencyHour(bench, true);
    const document = `mutation ($input: RecordTimeInput!) { recordTime(input: $input) {
      problems { message ... on PoCeilingExceededProblem { ceiling spent amount currency } } } }`;
    const told = async (caller: Member) =>
      (await api.ask<{ problems: object[] }>(document, caller, { input })).problems;
    const message = 'The purchase order does not cover this; raise its ceiling first.';
    const nothing = { ceiling: null, spent: null, amount: null, currency: null };
    expect(await told(cast.manager)).toEqual([{ message, ...nothing }]);
    const figures = { ceiling: 1000, spent: 0, amount: 9000, currency: 'EUR' };
    expect(await told(cast.cto)).toEqual([{ message, ...figures }]);
    expect(await told(cast.agencyDesigner)).toEqual([{ message, ...figures }]);
  });
});
