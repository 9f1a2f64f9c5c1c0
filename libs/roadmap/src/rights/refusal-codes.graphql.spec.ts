import {
  borrowedCodes,
  KERNEL,
  ofVocabulary,
  refusalsIn,
  sourcesIn,
  typedBelow,
  typedCodesIn,
} from '#test/kit/refusal-codes';
import { RoadmapApi } from '../roadmap.fixture.js';
import { provocations } from './refusal-codes.fixture.js';
import { RoadmapBench } from './rights.fixture.js';

// Policies have no commands of their own but one: what they refuse is met through those who set them.
const folders = ['../', '../../../policies/src/'];
const here = folders.flatMap((folder) => sourcesIn(new URL(folder, import.meta.url)));
const declared = refusalsIn(here);
const known = [...declared.map(({ code }) => code), ...borrowedCodes(here, ofVocabulary), ...KERNEL];
const typed = [...typedCodesIn(here), ...typedBelow];
const withFigures = [...declared, ...ofVocabulary].filter(({ hasDetails }) => hasDetails).map(({ code }) => code);

const neverProvoked = (codes: readonly string[]): string[] => codes.filter((code) => !(code in provocations));

let api: RoadmapApi;
let bench: RoadmapBench;
beforeAll(async () => {
  api = await RoadmapApi.start();
  bench = await RoadmapBench.open(api);
});
afterAll(() => api.close());

const everything = async (): Promise<number> => {
  const { rows } = await api.owner.query<{ count: string }>('select count(*) from log.event');
  return Number(rows[0]?.count);
};

describe('the codes of refusals of the roadmap', () => {
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
