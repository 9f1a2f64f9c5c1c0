import { type Fact, type Recorded, Refusal, ValidationFailed } from '#libs/event-log';
import type { Actor, PolicyKind } from '#libs/vocabulary';
import fc from 'fast-check';
import type { PolicyEvent } from './facts.js';
import { type LeadsWish, MOST_VERSIONS, proposePolicy, setPolicy, withdrawPolicyProposal } from './policy-rules.js';
import { policyOn, policyStream, versionsOf, workspacePolicy, type WorkspacePolicy } from './workspace-policy.js';

interface Terms {
  readonly min: number;
  readonly max: number;
}

const kind: PolicyKind<Terms> = {
  kind: 'PLANNING_CADENCE',
  initial: { min: 4, max: 100 },
  requireValid: ({ min, max }) => {
    if (min < 1) throw new ValidationFailed('At least 1.', ['input', 'min']);
    return { min, max };
  },
};

const cmo: Actor = { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' };
const cto: Actor = { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' };
const deputy: Actor = { ...cmo, personId: 'p-theo', onBehalfOf: 'p-cleo' };
const reviewer: Actor = { personId: 'p-rita', roles: ['RISK_REVIEWER'], side: null, grant: 'all' };

const at = (actor: Actor, today = '2026-03-10') => ({ now: `${today}T09:00:00.000Z`, today, actor });
const wish = (more: Partial<LeadsWish<Terms>> = {}): LeadsWish<Terms> => ({
  kind,
  side: 'CONSUMER',
  effectiveFrom: '2026-04-01',
  value: { min: 12, max: 35 },
  ...more,
});
/** As the database hands them back: keys in another order. */
const stored = (event: PolicyEvent): Recorded<PolicyEvent> => {
  const turn = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, part]) => [key, turn(part)]),
        )
      : value;
  return turn(event) as Recorded<PolicyEvent>;
};
const after = (state: WorkspacePolicy, events: readonly PolicyEvent[]): WorkspacePolicy =>
  events.map(stored).reduce((policy, event) => workspacePolicy.evolve(policy, event), state);
const given = (...decisions: readonly ((state: WorkspacePolicy) => PolicyEvent[])[]): WorkspacePolicy =>
  decisions.reduce((state, decide) => after(state, decide(state)), workspacePolicy.initial);
const says =
  (actor: Actor, more: Partial<LeadsWish<Terms>> = {}, today?: string) =>
  (state: WorkspacePolicy) =>
    setPolicy(state, wish({ side: actor.side ?? 'CONSUMER', ...more }), at(actor, today));
const proposes = (actor: Actor) => (state: WorkspacePolicy) =>
  proposePolicy(state, { ...wish(), reason: 'The year showed it.' }, at(actor));

const refusalOf = (attempt: () => unknown): Pick<Refusal, 'code' | 'details' | 'path'> => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, details: error.details, path: error.path };
    throw error;
  }
  throw new Error('Not refused.');
};

describe('a policy', () => {
  const set = given(says(cmo, { reason: 'Plan monthly.' }), says(cto));

  it('is version 1 until both leads want another; the first one’s wish waits', () => {
    const waiting = given(says(cmo));
    expect(policyOn(waiting, kind, '2026-04-01')).toEqual({
      version: 1,
      effectiveFrom: '0001-01-01',
      value: kind.initial,
      setOn: null,
      reason: null,
      byIds: [],
    });
    expect(waiting.proposal).toEqual({
      effectiveFrom: '2026-04-01',
      value: { min: 12, max: 35 },
      reason: null,
      side: 'CONSUMER',
      by: { personId: 'p-cleo', onBehalfOf: null },
    });
  });

  it('is set by the same wish of the other side’s lead, with the next number', () => {
    expect(says(cto)(given(says(cmo, { reason: 'Plan monthly.' })))).toEqual([
      {
        type: 'PolicySet',
        data: {
          kind: 'PLANNING_CADENCE',
          version: 2,
          effectiveFrom: '2026-04-01',
          value: { min: 12, max: 35 },
          reason: 'Plan monthly.',
          setOn: '2026-03-10',
          byIds: ['p-cleo', 'p-theo'],
        },
      },
    ]);
    expect(set.proposal).toBeNull();
    expect(versionsOf(set, kind).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('leaves March to March’s version, also after a later change (P44)', () => {
    expect(policyOn(set, kind, '2026-03-31').value).toEqual({ min: 4, max: 100 });
    expect(policyOn(set, kind, '2026-04-01').value).toEqual({ min: 12, max: 35 });
    const later = after(
      set,
      says(cmo, { effectiveFrom: '2026-04-15', value: { min: 2, max: 200 } }, '2026-04-15')(set),
    );
    const changed = after(
      later,
      says(cto, { effectiveFrom: '2026-04-15', value: { min: 2, max: 200 } }, '2026-04-15')(later),
    );
    expect(['2026-03-31', '2026-04-14', '2026-04-15'].map((day) => policyOn(changed, kind, day).version)).toEqual([
      1, 2, 3,
    ]);
  });

  it('waits anew when the other lead wants something else', () => {
    const other = { value: { min: 12, max: 40 } };
    const countered = given(says(cmo), says(cto, other));
    expect(countered.proposal).toMatchObject({ side: 'PROVIDER', value: { max: 40 } });
    expect(says(cmo, other)(countered)).toMatchObject([
      { type: 'PolicySet', data: { version: 2, byIds: ['p-theo', 'p-cleo'] } },
    ]);
  });

  it('may be corrected before it begins: of two that begin together the newer one holds', () => {
    const more = { value: { min: 6, max: 60 } };
    const corrected = given(says(cmo), says(cto), says(cmo, more), says(cto, more));
    expect(policyOn(corrected, kind, '2026-04-01')).toMatchObject({ version: 3, value: { min: 6 } });
    const back = given(says(cmo), says(cto), says(cmo, { value: kind.initial }), says(cto, { value: kind.initial }));
    expect(policyOn(back, kind, '2026-04-01')).toMatchObject({ version: 3, value: kind.initial });
  });

  it('is read beside a decision, guarding nothing', () =>
    expect(policyStream(kind)).toMatchObject({ id: 'PLANNING_CADENCE', expect: 'latest', guards: false }));

  it('keeps what it knew when a fact of a newer program comes', () => {
    const sung = { type: 'PolicySung', data: {} } satisfies Fact as unknown as Recorded<PolicyEvent>;
    expect(workspacePolicy.evolve(set, sung)).toEqual(set);
  });
});

describe('what a reviewer proposes', () => {
  const proposed = given(proposes(reviewer));

  it('needs both leads; whoever takes it up takes up why as well', () => {
    expect(proposed.proposal).toMatchObject({ side: null, by: { personId: 'p-rita' } });
    const [first] = says(cto)(proposed);
    expect(first).toMatchObject({ type: 'PolicyProposed', data: { side: 'PROVIDER', reason: 'The year showed it.' } });
    expect(says(cmo)(after(proposed, [first!]))).toMatchObject([
      { type: 'PolicySet', data: { reason: 'The year showed it.', byIds: ['p-theo', 'p-cleo'] } },
    ]);
  });

  it('goes over no lead’s head', () =>
    expect(refusalOf(() => proposes(reviewer)(given(says(cmo))))).toMatchObject({
      code: 'POLICY_PROPOSAL_WAITS',
      details: { kind: 'PLANNING_CADENCE', side: 'CONSUMER', byId: 'p-cleo' },
    }));

  it('takes the place of a lead’s wish whose day went by', () => {
    const asked = { ...wish(), effectiveFrom: '2026-04-02' };
    expect(proposePolicy(given(says(cmo)), asked, at(reviewer, '2026-04-02'))).toMatchObject([
      { type: 'PolicyProposed', data: { side: null } },
    ]);
  });

  it('may be followed by another proposal', () =>
    expect(given(proposes(reviewer), proposes({ ...reviewer, personId: 'p-ruben' })).proposal).toMatchObject({
      by: { personId: 'p-ruben' },
    }));
});

describe('what waits', () => {
  const back = (actor: Actor, state: WorkspacePolicy) => withdrawPolicyProposal(state, kind, at(actor));

  it.each<[string, Actor, WorkspacePolicy]>([
    ['who proposed it', reviewer, given(proposes(reviewer))],
    ['a lead, of what a reviewer proposed', cto, given(proposes(reviewer))],
    ['the other lead', cto, given(says(cmo))],
    ['the lead who wanted it', cmo, given(says(cmo))],
  ])('is taken back by %s', (_who, actor, state) => {
    const events = back(actor, state);
    expect(events).toMatchObject([{ type: 'PolicyProposalWithdrawn', data: { byId: actor.personId } }]);
    expect(after(state, events).proposal).toBeNull();
  });

  it('is nobody else’s to take back, and not there twice', () => {
    expect(refusalOf(() => back(reviewer, given(says(cmo))))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusalOf(() => back(cmo, workspacePolicy.initial))).toMatchObject({
      code: 'POLICY_NOT_PROPOSED',
      details: { kind: 'PLANNING_CADENCE' },
    });
  });
});

describe('a wish is refused', () => {
  const waiting = given(says(cmo));

  it.each<[string, string, (state: WorkspacePolicy) => unknown, object]>([
    ['FORBIDDEN', 'for the other side', says(cmo, { side: 'PROVIDER' }), { details: { right: 'policy.set' } }],
    ['FORBIDDEN', 'from somebody who leads nobody', says(reviewer), {}],
    ['SIDE_ALREADY_APPROVED', 'the second time', says(cmo), { details: { side: 'CONSUMER', byId: 'p-cleo' } }],
    ['DATE_IN_PAST', 'for yesterday', says(cmo, { effectiveFrom: '2026-03-09' }), { path: ['input', 'effectiveFrom'] }],
    [
      'VALIDATION_FAILED',
      'for no day',
      says(cmo, { effectiveFrom: '2026-02-30' }),
      { path: ['input', 'effectiveFrom'] },
    ],
    ['VALIDATION_FAILED', 'by its kind', says(cmo, { value: { min: 0, max: 1 } }), { path: ['input', 'min'] }],
    ['PII_NOT_ALLOWED', 'with an address', says(cmo, { reason: 'Ask ada@example.com' }), { path: ['input', 'reason'] }],
    [
      'POLICY_UNCHANGED',
      'that changes nothing',
      says(cmo, { value: { max: 100, min: 4 } }),
      { details: { version: 1 } },
    ],
  ])('%s %s', (code, _what, attempt, more) =>
    expect(refusalOf(() => attempt(waiting))).toMatchObject({ code, ...more }),
  );

  it('BOTH_SIDES_BY_SAME_PERSON, themselves or by deputy', () => {
    const both: Actor = { ...cmo, roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'] };
    expect(refusalOf(() => says(both, { side: 'PROVIDER' })(given(says(both))))).toMatchObject({
      code: 'BOTH_SIDES_BY_SAME_PERSON',
      details: { side: 'PROVIDER' },
    });
    expect(refusalOf(() => says(cto)(given(says(deputy))))).toMatchObject({ code: 'BOTH_SIDES_BY_SAME_PERSON' });
  });

  it('LIMIT_REACHED after so many versions', () => {
    let state = workspacePolicy.initial;
    for (let max = 1; max < MOST_VERSIONS; max += 1) {
      const value = { min: 1, max };
      state = after(state, says(cmo, { value })(state));
      state = after(state, says(cto, { value })(state));
    }
    expect(versionsOf(state, kind)).toHaveLength(MOST_VERSIONS);
    expect(refusalOf(() => says(cmo)(state))).toMatchObject({ code: 'LIMIT_REACHED', details: { max: MOST_VERSIONS } });
  });
});

describe('whatever anybody tries', () => {
  const actors = [cmo, cto, deputy, reviewer];
  const step = fc.record({
    actor: fc.constantFrom(...actors),
    act: fc.constantFrom('set', 'propose', 'withdraw'),
    ahead: fc.nat(2),
    max: fc.integer({ min: 1, max: 3 }),
  });
  const day = (n: number) => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10);

  it('versions count without a gap, stand by two persons, and begin no earlier than the day they were set', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state = workspacePolicy.initial;
        steps.forEach(({ actor, act, ahead, max }, n) => {
          const asked = wish({ side: actor.side ?? 'CONSUMER', effectiveFrom: day(n + ahead), value: { min: 1, max } });
          const ctx = at(actor, day(n));
          try {
            if (act === 'withdraw') state = after(state, withdrawPolicyProposal(state, kind, ctx));
            else state = after(state, (act === 'set' ? setPolicy : proposePolicy)(state, asked, ctx));
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        });
        versionsOf(state, kind).forEach(({ version, setOn, effectiveFrom, byIds }, index) => {
          expect(version).toBe(index + 1);
          if (setOn === null) return;
          expect(effectiveFrom >= setOn).toBe(true);
          expect(new Set(byIds).size).toBe(2);
        });
      }),
    ));
});
