import fc from 'fast-check';
import { unverifiedCriteria } from './acceptance.js';
import { missingSections } from './brief.js';
import { defaultPolicy } from './policy.js';
import { scopedPart, scopeHash } from './scope.js';
import type { Scenario } from './given.spec-kit.js';
import { type CommittedRequest, isCommitted, type Request } from './state.js';
import { trackingStatus } from './tracking.js';
import { signing, toppingUp, walk, walkThrough } from './walk.spec-kit.js';

const hasEnded = ({ status }: Request): boolean => ['DECLINED', 'WITHDRAWN', 'MERGED'].includes(status);
/** A seed, so that what the walks have to meet comes up whatever the luck. */
const runs = { numRuns: 500, seed: 20260105 };

/** The persons of a signature, and whom they stood for. */
const personsOf = ({ approvals }: CommittedRequest, side: 'CONSUMER' | 'PROVIDER') => {
  const by = approvals[side]?.by;
  return [by?.personId, by?.onBehalfOf ?? by?.personId];
};

/** R3 of signed work: one person on each side, and none on both. */
function requireTwoSigners(state: CommittedRequest): void {
  const provider = personsOf(state, 'PROVIDER');
  expect([...personsOf(state, 'CONSUMER'), ...provider]).not.toContain(undefined);
  expect(personsOf(state, 'CONSUMER').filter((person) => provider.includes(person))).toEqual([]);
}

describe('whatever anybody tries', () => {
  it('a submitted request has a complete brief (R2)', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, (_before, { state }) => {
          if (state.status === 'unknown' || state.status === 'DRAFT' || hasEnded(state)) return;
          seen.add(state.status);
          expect(missingSections(state.type, state.brief, defaultPolicy)).toEqual([]);
        }),
      ),
      runs,
    );
    expect(seen.size).toBe(9);
  });

  it('signed work has owner, date and two approvals by two persons, one for each side, unless a top-up waits for them (R3)', () => {
    let [approved, toppedUp] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(walk, signing, toppingUp), (steps) =>
        walkThrough(
          steps,
          ({ past }, { past: now, state }, { name, today }) => {
            const signed = name === 'approveRequest' && now !== past && isCommitted(state);
            if (signed) expect(state.estimate.validUntil >= today).toBe(true);
          },
          ({ type }, state) => {
            if (!isCommitted(state)) return;
            const { estimate, approvals, commitment, milestones } = state;
            expect([state.ownerId, state.agreedDate]).not.toContain(null);
            if (estimate.owes === null && type !== 'ApprovalGiven') requireTwoSigners(state);
            // What counts in the end was signed while it waited for signatures.
            if (estimate.owes === 'SIGNATURES' && type !== 'ApprovalGiven')
              expect(Object.keys(approvals).length).toBeLessThan(2);
            if (type !== 'RequestApproved') return;
            if (commitment.at === milestones.approvedAt) approved += 1;
            else toppedUp += 1;
          },
        ),
      ),
      runs,
    );
    expect(approved).toBeGreaterThan(0);
    expect(toppedUp).toBeGreaterThan(0);
  });

  it('an estimate that counts was made or confirmed for the present scope (R5)', () => {
    let counted = 0;
    fc.assert(
      fc.property(fc.oneof(walk, signing, toppingUp), (steps) => {
        let saidFor: string | null = null;
        walkThrough(
          steps,
          (_before, { state }) => {
            if (state.status !== 'ESTIMATED' && !isCommitted(state)) return;
            if (state.estimate.owes === 'CONFIRMATION' || state.estimate.owes === 'ESTIMATE') return;
            counted += 1;
            expect(scopeHash(scopedPart(state))).toBe(saidFor);
          },
          ({ type }, state) => {
            if (type === 'EstimateSubmitted' || type === 'EstimateConfirmed')
              saidFor = state.status === 'unknown' ? null : scopeHash(scopedPart(state));
          },
        );
      }),
      runs,
    );
    expect(counted).toBeGreaterThan(0);
  });

  it('nothing is delivered or accepted on an estimate that does not hold (R5)', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(
          steps,
          () => undefined,
          ({ type }, state) => {
            if (type !== 'RequestDelivered' && type !== 'RequestAccepted') return;
            seen.add(type);
            expect(isCommitted(state) && state.estimate.owes).toBeNull();
          },
        ),
      ),
      runs,
    );
    expect(seen.size).toBe(2);
  });

  it('nothing is launched that is not accepted, rests, or whose criteria or tracking nobody verified (R6)', () => {
    let launches = 0;
    fc.assert(
      fc.property(walk, (steps) => {
        let accepted = false;
        walkThrough(
          steps,
          () => undefined,
          ({ type, data }, state) => {
            if (type === 'RequestLaunched') {
              launches += 1;
              if (!isCommitted(state)) throw new Error('Launched without signatures.');
              expect({ accepted, held: state.held }).toEqual({ accepted: true, held: null });
              expect(unverifiedCriteria(state)).toEqual([]);
              expect(trackingStatus(state)).not.toBe('UNVERIFIED');
              expect(data.gateSnapshot.every(({ passed }) => passed)).toBe(true);
            }
            accepted = state.status === 'ACCEPTED';
          },
        );
      }),
      runs,
    );
    expect(launches).toBeGreaterThan(0);
  });

  it('only a revival leads out of an end, a reopening out of a close, and nothing out of a merger (R7)', () => {
    const wayOut: Partial<Record<Request['status'], string>> = {
      DECLINED: 'reviveRequest',
      WITHDRAWN: 'reviveRequest',
      CLOSED: 'reopenRequest',
    };
    const seen = new Set<string>();
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, (before, after, { name }) => {
          if (!hasEnded(before.state) && before.state.status !== 'CLOSED') return;
          seen.add(before.state.status);
          if (name !== wayOut[before.state.status]) expect(after.state).toBe(before.state);
        }),
      ),
      runs,
    );
    expect(seen.size).toBe(4);
  });

  it('a criterion id is never given twice (R9)', () => {
    let gone = 0;
    fc.assert(
      fc.property(walk, (steps) => {
        const retired = new Set<string>();
        walkThrough(steps, ({ state: before }, { state: after }) => {
          if (before.status === 'unknown' || after.status === 'unknown') return;
          const ids = after.brief.criteria.map(({ id }) => id);
          for (const { id } of before.brief.criteria) if (!ids.includes(id)) retired.add(id);
          expect(ids.filter((id) => retired.has(id))).toEqual([]);
          expect(new Set(ids).size).toBe(ids.length);
          gone += retired.size;
        });
      }),
      runs,
    );
    expect(gone).toBeGreaterThan(0);
  });

  it('on hold no status is reached but an end, or one that lies behind', () => {
    let holds = 0;
    const back = new Set([
      'ESTIMATED TRIAGED',
      ...['DELIVERED', 'ACCEPTED', 'LAUNCHED'].map((one) => `${one} IN_PROGRESS`),
    ]);
    const isHeld = ({ state }: Scenario): boolean => 'held' in state && state.held !== null;
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, (before, { state: after }) => {
          if (!isHeld(before) || before.state.status === after.status) return;
          holds += 1;
          expect(hasEnded(after) || back.has(`${before.state.status} ${after.status}`)).toBe(true);
        }),
      ),
      runs,
    );
    expect(holds).toBeGreaterThan(0);
  });
});
