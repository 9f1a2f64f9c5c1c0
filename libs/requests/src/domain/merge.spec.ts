import { contextOf, nothing, people, type Scenario } from './given.spec-kit.js';
import { withdrawRequest } from './lifecycle.js';
import { mergeRequest } from './merge.js';
import { defaultPolicy } from './policy.js';
import * as stage from './stages.spec-kit.js';
import { OTHER, refusalOf, SELF } from './urgency.spec-kit.js';

const merge = (source: Scenario, target: Scenario, input: { targetId?: string; note?: string } = {}) =>
  mergeRequest(
    source.state,
    { requestId: SELF, targetId: OTHER, ...input },
    contextOf(people.manager),
    () => target.state,
  );

const withdrawn = stage.submitted.when(withdrawRequest, { reason: 'NO_LONGER_NEEDED' }, people.requester);
const survivor = stage.triaged.given([{ type: 'DuplicateMergedIn', data: { requestId: 'r-1' } }]);
const merged = stage.triaged.given([{ type: 'RequestMerged', data: { targetId: 'r-2', note: null } }]);

describe('merging', () => {
  it('ends one request and tells the other', () => {
    expect(merge(stage.triaged, stage.drafted, { note: ' The same page. ' })).toEqual({
      source: [{ type: 'RequestMerged', data: { targetId: OTHER, note: 'The same page.' } }],
      target: [{ type: 'DuplicateMergedIn', data: { requestId: SELF } }],
    });
    const ended = stage.estimated.given(merge(stage.estimated, stage.approved).source);
    expect(ended.state).toMatchObject({ status: 'MERGED', ended: { reason: 'MERGED', mergedInto: OTHER } });
  });

  it.each([stage.submitted, stage.triaged, stage.estimated, stage.halfApproved])(
    'ends what waits to be signed',
    (one) => {
      expect(merge(one, stage.approved).source).toHaveLength(1);
    },
  );

  it.each([stage.drafted, stage.approved, withdrawn, merged])('is INVALID_STATE for anything else', (one) => {
    expect(refusalOf(() => merge(one, stage.triaged)).code).toBe('INVALID_STATE');
  });

  it('is MERGE_INTO_ITSELF for one and the same', () => {
    expect(refusalOf(() => merge(stage.triaged, stage.triaged, { targetId: SELF }))).toMatchObject({
      code: 'MERGE_INTO_ITSELF',
      path: ['input', 'targetId'],
    });
  });

  it('is MERGE_TARGET_ENDED when nothing goes on that could stand for it', () => {
    expect(refusalOf(() => merge(stage.triaged, withdrawn))).toMatchObject({
      code: 'MERGE_TARGET_ENDED',
      details: { state: 'WITHDRAWN' },
    });
  });

  it('is MERGE_CHAIN when the other was merged, and names who stands for it (R8)', () => {
    expect(refusalOf(() => merge(stage.triaged, merged))).toMatchObject({
      code: 'MERGE_CHAIN',
      details: { mergedInto: 'r-2' },
    });
  });

  it('is MERGE_CHAIN when others were merged into the one that should end (R8)', () => {
    expect(refusalOf(() => merge(survivor, stage.triaged))).toMatchObject({
      code: 'MERGE_CHAIN',
      details: { mergedInto: null },
    });
  });

  it('is NOT_FOUND for a request that nobody drafted', () => {
    expect(refusalOf(() => merge(stage.triaged, nothing))).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'targetId'],
    });
  });

  it('takes so many and no more', () => {
    const { maxDuplicates } = defaultPolicy.limits;
    const full = stage.triaged.given(
      Array.from({ length: maxDuplicates }, (_, index) => ({
        type: 'DuplicateMergedIn' as const,
        data: { requestId: `r-${index}` },
      })),
    );
    expect(refusalOf(() => merge(stage.triaged, full))).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 200 } });
    expect(refusalOf(() => merge(stage.triaged, stage.triaged, { note: 'ask mara@example.com' })).code).toBe(
      'PII_NOT_ALLOWED',
    );
  });
});
