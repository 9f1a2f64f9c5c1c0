import {
  borrowedCodes,
  KERNEL,
  ofVocabulary,
  refusalsIn,
  sourcesIn,
  typedBelow,
  typedCodesIn,
} from '#test/kit/refusal-codes';
import { RiskApi } from '../risk.fixture.js';
import { provocations } from './refusal-codes.fixture.js';
import { RightsBench } from './rights.fixture.js';

const here = sourcesIn(new URL('../', import.meta.url));
const declared = refusalsIn(here);
const known = [...declared.map(({ code }) => code), ...borrowedCodes(here, ofVocabulary), ...KERNEL];
const typed = [...typedCodesIn(here), ...typedBelow];
const withFigures = [...declared, ...ofVocabulary].filter(({ hasDetails }) => hasDetails).map(({ code }) => code);

const neverProvoked = (codes: readonly string[]): string[] => codes.filter((code) => !(code in provocations));

let api: RiskApi;
let bench: RightsBench;
beforeAll(async () => {
  api = await RiskApi.start();
  bench = await RightsBench.open(api);
});
afterAll(() => api.close());

const everything = async (): Promise<number> => {
  const { rows } = await api.owner.query<{ count: string }>('select count(*) from log.event');
  return Number(rows[0]?.count);
};

describe('the codes of refusals of risk', () => {
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
});
