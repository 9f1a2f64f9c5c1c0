import { addCoAuthor, createRequest, requestLabel, reviseBrief } from './drafting.js';
import type { BriefInput } from './brief-input.js';
import { contextOf, nothing, people } from './given.spec-kit.js';
import { defaultPolicy } from './policy.js';
import { approved, creation, drafted, estimated, submitted, wholeBrief, written } from './stages.spec-kit.js';
import { withdrawRequest } from './lifecycle.js';

const revise = (brief: BriefInput) => drafted.when(reviseBrief, { brief }, people.requester);
const placed = (refusal: { code: string; path: readonly string[] | undefined }) => [
  refusal.code,
  refusal.path?.join('.'),
];

describe('creating a request', () => {
  it('is one fact, by its requester', () => {
    expect(
      nothing.when(createRequest, { ...creation, title: '  Spring landing page ' }, people.requester).facts,
    ).toEqual([
      {
        type: 'RequestDrafted',
        data: { ...creation, requesterId: 'p-mara', source: { kind: 'FORM', ref: null } },
      },
    ]);
  });

  it('happens once', () => {
    expect(drafted.when(createRequest, creation, people.requester).refusal.code).toBe('INVALID_STATE');
  });

  it.each([
    ['two letters', 'ab', 'VALIDATION_FAILED'],
    ['201 characters', 'x'.repeat(201), 'VALIDATION_FAILED'],
    ['10,000 characters', 'x'.repeat(10_000), 'VALIDATION_FAILED'],
    ['a null byte', 'Spring\u0000page', 'VALIDATION_FAILED'],
    ['half a character', 'Spring \ud83d page', 'VALIDATION_FAILED'],
    ['an e-mail address', 'Page for mara@example.com', 'PII_NOT_ALLOWED'],
  ])('refuses a title of %s', (_what, title, code) => {
    expect(placed(nothing.when(createRequest, { ...creation, title }, people.requester).refusal)).toEqual([
      code,
      'input.title',
    ]);
  });

  it('counts emoji as people do', () => {
    expect(nothing.when(createRequest, { ...creation, title: '🌷'.repeat(200) }, people.requester).types).toEqual([
      'RequestDrafted',
    ]);
  });

  it('lets only an integration name another requester', () => {
    const input = { ...creation, requesterId: 'p-otto' };
    const integration = { personId: 'i-1', roles: ['INTEGRATION'], side: null, grant: 'all' } as const;
    expect(nothing.when(createRequest, input, people.requester).refusal.code).toBe('FORBIDDEN');
    expect(nothing.when(createRequest, input, integration).facts[0]?.data).toMatchObject({ requesterId: 'p-otto' });
  });

  it('refuses a number that counts nothing', () => {
    expect(nothing.when(createRequest, { ...creation, number: 0 }, people.requester).refusal.path).toEqual([
      'input',
      'number',
    ]);
  });
});

describe('revising a brief', () => {
  it('tells what changed, how complete it is and that it is the first', () => {
    const [fact] = written.facts;
    expect(fact).toMatchObject({
      type: 'BriefRevised',
      data: { revision: 1, cause: 'INITIAL', completeness: 100, lint: [] },
    });
    expect(fact?.data).toMatchObject({ scopeHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(written.types).toEqual(['BriefRevised']);
  });

  it('replaces given parts only and names the paths', () => {
    const next = written.when(reviseBrief, { brief: { context: null } }, people.requester);
    expect(next.facts).toMatchObject([
      { data: { revision: 2, cause: 'CLARIFICATION', completeness: 75, changedPaths: ['context'] } },
    ]);
  });

  it('is no fact when nothing changes', () => {
    expect(
      written.when(reviseBrief, { brief: { assetsNotNeeded: { reason: ' Uses the page kit ' } } }, people.requester)
        .facts,
    ).toEqual([]);
  });

  it.each(['role', 'want', 'benefit'] as const)('refuses a story without its %s (P2)', (part) => {
    const story = { role: 'visitor', want: 'see offers', benefit: 'save time', [part]: ' ' };
    expect(placed(revise({ userStories: [story] }).refusal)).toEqual([
      'BRIEF_STORY_INCOMPLETE',
      `input.brief.userStories.0.${part}`,
    ]);
  });

  it('keeps a criterion by its id and never gives an id twice (R9)', () => {
    const fewer = written.when(
      reviseBrief,
      { brief: { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] } },
      people.requester,
    );
    const more = fewer.when(
      reviseBrief,
      { brief: { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }, { text: 'It prints' }] } },
      people.requester,
    );
    expect(more.facts).toMatchObject([
      { data: { changedPaths: ['criteria.C3'], brief: { criteria: [{ id: 'C1' }, { id: 'C3' }] } } },
    ]);
    expect(
      fewer.when(reviseBrief, { brief: { criteria: [{ id: 'C2', text: 'Back again' }] } }, people.requester).refusal,
    ).toMatchObject({
      code: 'CRITERION_ID_REUSED',
      details: { criterionId: 'C2' },
      path: ['input', 'brief', 'criteria', '0', 'id'],
    });
  });

  it.each([
    ['that was never given', [{ id: 'C9', text: 'It prints' }]],
    ['of another kind', [{ id: 'x', text: 'It prints' }]],
    [
      'that stands twice',
      [
        { id: 'C1', text: 'It prints' },
        { id: 'C1', text: 'It saves' },
      ],
    ],
  ])('refuses a criterion id %s', (_what, criteria) => {
    expect(written.when(reviseBrief, { brief: { criteria } }, people.requester).refusal.code).toBe('VALIDATION_FAILED');
  });

  it.each<[string, BriefInput, string]>([
    ['an address that is none', { assets: [{ kind: 'DOC', url: 'javascript:alert(1)' }] }, 'assets.0.url'],
    [
      'an offline channel nobody counts (P18)',
      { measurementPlan: [{ channel: 'OFFLINE', method: 'Coupons' }] },
      'measurementPlan.0.owner',
    ],
    [
      'a measure without a number',
      { criteria: [{ text: 'It loads', measure: { metric: 'm', operator: 'LT', value: Number.NaN, unit: 's' } }] },
      'criteria.0.measure.value',
    ],
    [
      'a window of no days',
      {
        context: {
          campaignGoal: 'g',
          audience: 'a',
          expectedImpact: { metric: 'm', baseline: 1, target: 2, windowDays: 0 },
        },
      },
      'context.expectedImpact.windowDays',
    ],
    [
      'assets and “none needed” at once',
      { assets: [{ kind: 'DOC', url: 'https://docs.example/1' }], assetsNotNeeded: { reason: 'none' } },
      'assetsNotNeeded',
    ],
    [
      'tracking and “none needed” at once',
      { tracking: [{ event: 'e', property: 'p', consentRequired: false }], trackingNotNeeded: { reason: 'none' } },
      'trackingNotNeeded',
    ],
  ])('refuses %s', (_what, brief, path) => {
    expect(placed(revise(brief).refusal)).toEqual(['VALIDATION_FAILED', `input.brief.${path}`]);
  });

  it('refuses personal data, with its place', () => {
    const refusal = revise({ context: { campaignGoal: 'Call +49 171 2345678', audience: 'all' } }).refusal;
    expect([...placed(refusal), refusal.details]).toEqual([
      'PII_NOT_ALLOWED',
      'input.brief.context.campaignGoal',
      { kind: 'PHONE' },
    ]);
  });

  it('lets things and “none needed” take each other away', () => {
    const listed = written.when(
      reviseBrief,
      { brief: { assets: [{ kind: 'FIGMA', url: 'https://figma.example/f/1' }] } },
      people.requester,
    );
    expect(listed.facts).toMatchObject([{ data: { brief: { assets: [{ kind: 'FIGMA' }], assetsNotNeeded: null } } }]);
    const none = listed.when(reviseBrief, { brief: { assetsNotNeeded: { reason: 'dropped' } } }, people.requester);
    expect(none.facts).toMatchObject([{ data: { brief: { assets: [], assetsNotNeeded: { reason: 'dropped' } } } }]);
  });

  it('limits what can grow', () => {
    const criteria = Array.from({ length: 101 }, () => ({ text: 'It loads' }));
    expect(revise({ criteria }).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 100 },
      path: ['input', 'brief', 'criteria'],
    });
    const long = Array.from({ length: 26 }, () => ({ text: 'long '.repeat(799) }));
    expect(revise({ criteria: long }).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 100_000 } });
    const parameters = Array.from({ length: 51 }, () => 'p');
    expect(revise({ tracking: [{ event: 'e', property: 'p', consentRequired: false, parameters }] }).refusal.code).toBe(
      'LIMIT_REACHED',
    );
  });

  it('keeps a submitted brief complete (R2)', () => {
    const refusal = submitted.when(
      reviseBrief,
      { brief: { trackingNotNeeded: null, tracking: [] } },
      people.requester,
    ).refusal;
    expect(refusal).toMatchObject({ code: 'REQUEST_INCOMPLETE', details: { missing: ['TRACKING'] } });
  });

  it('sends an estimated request back to triage when criteria change, not when the context does (R5)', () => {
    const brief = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] };
    const back = estimated.when(reviseBrief, { brief }, people.requester);
    expect(back.facts[1]).toEqual({
      type: 'EstimateInvalidated',
      data: { estimateId: 'E1', cause: 'CRITERIA_CHANGED' },
    });
    expect(back.state.status).toBe('TRIAGED');
    expect(back.state).not.toHaveProperty('estimate');
    const context = {
      campaignGoal: 'Sell 400 bundles',
      audience: 'All',
      expectedImpact: wholeBrief.context?.expectedImpact ?? null,
    };
    expect(estimated.when(reviseBrief, { brief: { context } }, people.requester).state.status).toBe('ESTIMATED');
  });

  it('owes a cause once both sides signed, and marks the estimate stale once', () => {
    const brief = { criteria: [{ id: 'C1', text: 'The page loads within 1 second' }] };
    expect(placed(approved.when(reviseBrief, { brief }, people.requester).refusal)).toEqual([
      'REASON_REQUIRED',
      'input.cause',
    ]);
    const stale = approved.when(reviseBrief, { brief, cause: 'CHANGED_MIND' }, people.requester);
    expect(stale.types).toEqual(['BriefRevised', 'EstimateInvalidated']);
    expect(stale.state).toMatchObject({ status: 'APPROVED', estimate: { owes: 'CONFIRMATION' } });
    const again = { criteria: [{ id: 'C1', text: 'The page loads within 3 seconds' }] };
    expect(stale.when(reviseBrief, { brief: again, cause: 'CHANGED_MIND' }, people.requester).types).toEqual([
      'BriefRevised',
    ]);
  });

  it('is for the requester and co-authors where the right says own', () => {
    const brief = { trackingNotNeeded: { reason: 'internal page' } };
    expect(written.when(reviseBrief, { brief }, people.stranger).refusal.code).toBe('FORBIDDEN');
    const together = written.when(
      addCoAuthor,
      { personId: people.stranger.personId, side: 'CONSUMER' },
      people.requester,
    );
    expect(together.when(reviseBrief, { brief }, people.stranger).types).toEqual(['BriefRevised']);
    const deputy = { ...people.stranger, onBehalfOf: people.requester.personId };
    expect(written.when(reviseBrief, { brief }, deputy).types).toEqual(['BriefRevised']);
  });

  it('is over after the end, and impossible before the beginning', () => {
    const ended = written.when(withdrawRequest, { reason: 'NO_LONGER_NEEDED' }, people.requester);
    expect(ended.when(reviseBrief, { brief: wholeBrief }, people.requester).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'WITHDRAWN' },
    });
    expect(nothing.when(reviseBrief, { brief: wholeBrief }, people.requester).refusal.code).toBe('NOT_FOUND');
  });
});

it('a plan for an offline channel names who counts', () => {
  const plan = [
    { channel: 'OFFLINE', method: 'Coupons', owner: 'p-mara' } as const,
    { channel: 'ONLINE', method: 'Events' } as const,
  ];
  expect(revise({ measurementPlan: plan }).facts).toMatchObject([
    { data: { brief: { measurementPlan: [{ owner: 'p-mara' }, { owner: null }] } } },
  ]);
});

it('people call a request by its number', () => {
  expect(requestLabel(12)).toBe('REQ-12');
});

describe('co-authors', () => {
  it('are added once', () => {
    const one = drafted.when(addCoAuthor, { personId: 'p-enno', side: 'PROVIDER' }, people.requester);
    expect(one.facts).toEqual([{ type: 'CoAuthorAdded', data: { personId: 'p-enno', side: 'PROVIDER' } }]);
    expect(one.when(addCoAuthor, { personId: 'p-enno', side: 'PROVIDER' }, people.requester).facts).toEqual([]);
  });

  it('are limited', () => {
    const policy = { ...defaultPolicy, limits: { ...defaultPolicy.limits, maxCoAuthors: 0 } };
    const refusal = drafted.when(
      addCoAuthor,
      { personId: 'p', side: 'PROVIDER' },
      contextOf(people.requester, { policy }),
    ).refusal;
    expect(refusal.code).toBe('LIMIT_REACHED');
  });
});
