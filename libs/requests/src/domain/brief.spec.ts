import { changedPaths, completeness, missingSections } from './brief.js';
import { lint } from './lint.js';
import { defaultPolicy } from './policy.js';
import type { Brief, BriefContext, Criterion } from './values.js';
import { briefSections, emptyBrief, requestTypes } from './values.js';

const impact = { metric: 'conversion', baseline: 2, target: 3, windowDays: 30 };
const context: BriefContext = { campaignGoal: 'Sell 300 bundles', audience: 'Customers', expectedImpact: impact };
const criterion = (text: string, id = 'C1', measure: Criterion['measure'] = null): Criterion => ({ id, text, measure });
const parts = {
  STORY: { userStories: [{ role: 'r', want: 'w', benefit: 'b' }] },
  CRITERIA: { criteria: [criterion('It loads')] },
  CONTEXT: { context },
  ASSETS: { assetsNotNeeded: { reason: 'none' } },
  TRACKING: { tracking: [{ event: 'e', parameters: [], property: 'p', consentRequired: false, verifier: null }] },
} as const;
const briefOf = (...sections: (keyof typeof parts)[]): Brief =>
  sections.reduce<Brief>((brief, section) => ({ ...brief, ...parts[section] }), emptyBrief);

describe('completeness', () => {
  it.each([
    [[], 0],
    [['STORY'], 20],
    [['CRITERIA'], 25],
    [['CONTEXT'], 25],
    [['ASSETS'], 15],
    [['TRACKING'], 15],
    [['STORY', 'CRITERIA', 'CONTEXT', 'ASSETS'], 85],
    [['STORY', 'CRITERIA', 'CONTEXT', 'ASSETS', 'TRACKING'], 100],
  ] as [(keyof typeof parts)[], number][])('of %j is %d', (sections, percent) => {
    expect(completeness(briefOf(...sections), defaultPolicy)).toBe(percent);
  });

  it.each([
    { ...context, campaignGoal: '' },
    { ...context, audience: '' },
    { ...context, expectedImpact: null },
  ])('does not count half a context', (half) => {
    expect(completeness({ ...emptyBrief, context: half }, defaultPolicy)).toBe(0);
  });

  it('takes listed assets, or a reason for no tracking, as filled', () => {
    const assets = [{ kind: 'DOC', url: 'https://docs.example/1', version: null, approvedBy: null }] as const;
    expect(completeness({ ...emptyBrief, assets, trackingNotNeeded: { reason: 'none' } }, defaultPolicy)).toBe(30);
  });

  it('has weights that add up to 100', () => {
    expect(briefSections.reduce((sum, section) => sum + defaultPolicy.completenessWeights[section], 0)).toBe(100);
  });
});

describe('missing sections', () => {
  it('names what the type demands and the brief lacks', () => {
    expect(missingSections('AB_TEST', briefOf('STORY', 'CRITERIA', 'CONTEXT', 'ASSETS'), defaultPolicy)).toEqual([
      'TRACKING',
    ]);
    expect(missingSections('BUG', emptyBrief, defaultPolicy)).toEqual(['CRITERIA', 'CONTEXT']);
  });

  it.each(requestTypes)('is empty for a whole brief of type %s', (type) => {
    expect(missingSections(type, briefOf(...briefSections), defaultPolicy)).toEqual([]);
  });
});

describe('changed paths', () => {
  it('go down to the field, lists of things with an id by their id', () => {
    const before = { ...briefOf('STORY', 'CONTEXT'), criteria: [criterion('a', 'C1'), criterion('b', 'C2')] };
    const after = {
      ...before,
      userStories: [{ role: 'r', want: 'other', benefit: 'b' }],
      context: { ...context, expectedImpact: { ...impact, target: 4 } },
      criteria: [criterion('changed', 'C2'), criterion('c', 'C3')],
    };
    expect(changedPaths(before, after)).toEqual([
      'userStories.0.want',
      'criteria.C1',
      'criteria.C2.text',
      'criteria.C3',
      'context.expectedImpact.target',
    ]);
  });

  it('see another order', () => {
    const [a, b] = [criterion('a', 'C1'), criterion('b', 'C2')];
    expect(changedPaths({ ...emptyBrief, criteria: [a, b] }, { ...emptyBrief, criteria: [b, a] })).toEqual([
      'criteria',
    ]);
  });

  it('are none between equals', () => {
    expect(changedPaths(briefOf('STORY', 'ASSETS'), structuredClone(briefOf('STORY', 'ASSETS')))).toEqual([]);
  });
});

describe('lint (P7)', () => {
  const lintOf = (text: string, measure: Criterion['measure'] = null) =>
    lint({ ...emptyBrief, criteria: [criterion(text, 'C1', measure)] }, defaultPolicy);

  it('points at a vague word', () => {
    expect(lintOf('make it pretty')).toEqual([
      { code: 'VAGUE_WORD', path: 'criteria.C1.text', word: 'pretty', index: 8 },
    ]);
  });

  it.each([
    'within 2 seconds',
    'The page loads within 2 seconds',
    'Shows the price',
    'Analytics clean-up is done',
    'A pretext is shown',
  ])('has nothing to say about “%s”', (text) => {
    expect(lintOf(text)).toEqual([]);
  });

  it('finds every one, whatever its case, phrases as a whole', () => {
    expect(
      lintOf('Must be NICE, User-Friendly and done as soon  as possible').map(({ word, index }) => [word, index]),
    ).toEqual([
      ['NICE', 8],
      ['User-Friendly', 14],
      ['as soon  as possible', 37],
    ]);
  });

  it('looks at stories and context as well', () => {
    const brief: Brief = {
      ...emptyBrief,
      userStories: [{ role: 'r', want: 'a modern page', benefit: 'b' }],
      context: { ...context, audience: 'nice people' },
    };
    expect(lint(brief, defaultPolicy).map(({ path }) => path)).toEqual(['userStories.0.want', 'context.audience']);
  });

  it('asks for the number of a target', () => {
    const finding = { code: 'TARGET_WITHOUT_NUMBER', path: 'criteria.C1.text', word: 'increase', index: 5 };
    expect(lintOf('Must increase the sign-ups')).toEqual([finding]);
    expect(lintOf('Must increase the sign-ups by 15%')).toEqual([]);
    expect(lintOf('Must increase the sign-ups', { metric: 'sign-ups', operator: 'GTE', value: 15, unit: '%' })).toEqual(
      [],
    );
  });

  it('asks for the number of a goal without an expected impact', () => {
    const goal = { campaignGoal: 'Improve sales', audience: 'all' };
    expect(lint({ ...emptyBrief, context: { ...goal, expectedImpact: null } }, defaultPolicy)).toMatchObject([
      { code: 'TARGET_WITHOUT_NUMBER', path: 'context.campaignGoal' },
    ]);
    expect(lint({ ...emptyBrief, context: { ...goal, expectedImpact: impact } }, defaultPolicy)).toEqual([]);
  });

  it('misses the verb of a criterion', () => {
    expect(lintOf('Blue button')).toEqual([
      { code: 'CRITERION_WITHOUT_VERB', path: 'criteria.C1.text', word: 'Blue', index: 0 },
    ]);
    expect(lintOf('The button submitted the form')).toEqual([]);
  });

  it('takes the words of a policy as words, not as patterns', () => {
    const policy = { ...defaultPolicy, vagueWords: ['c++ (fast)', '.*'] };
    const findings = lint({ ...emptyBrief, criteria: [criterion('It is c++ (fast)')] }, policy);
    expect(findings.filter(({ code }) => code === 'VAGUE_WORD')).toMatchObject([{ word: 'c++ (fast)', index: 6 }]);
    expect(
      lint({ ...emptyBrief, criteria: [criterion('It is pretty')] }, { ...defaultPolicy, vagueWords: [] }),
    ).toEqual([]);
  });
});
