import fc from 'fast-check';
import { addDays } from './calendar.js';
import { evolve } from './evolve.js';
import type { ReviewEvent } from './facts.js';
import { outcomeOf } from './gate-fact.js';
import type { Desk } from './given.spec-kit.js';
import { launchReasons } from './launch-gate.js';
import { bandOf, defaultGrid, highestOf, isAtLeast } from './matrix.js';
import { matrixOf } from './matrix-view.js';
import { defaultPolicies, policyOn } from './policy.js';
import { currentOf, type Review, type ReviewState } from './state.js';
import { tryOn, walk, watched } from './walk.spec-kit.js';
import { stages } from './values.js';

const policy = policyOn(defaultPolicies, '2026-01-05');
const isPassing = ({ status }: ReviewState): boolean => status === 'CLEARED' || status === 'CONDITIONAL';
const currentBands = ({ risks }: ReviewState) => risks.flatMap((risk) => currentOf(risk)?.band ?? []);

/** K3, and what K7 makes of it: whatever is HIGH is accepted for as long as the decision holds. */
function requirePassable(review: ReviewState): void {
  const until = review.decision?.validUntil ?? '';
  expect(review.lenses.every(({ signed }) => signed)).toBe(true);
  for (const risk of review.risks) {
    const band = currentOf(risk)?.band;
    expect(band).toBeDefined();
    if (band === undefined || !isAtLeast(band, 'MEDIUM')) continue;
    expect(band).not.toBe('CRITICAL');
    expect(risk.acknowledged).not.toBeNull();
    if (band === 'HIGH') expect((risk.acceptance?.expiresOn ?? '') >= until).toBe(true);
    const owed = risk.mitigations.filter(({ preLaunch, status }) => preLaunch && status !== 'VERIFIED');
    expect(owed).toEqual([]);
  }
}

/** K7, recomputed by the words of the page. */
function requireValidity(desk: Desk, validUntil: string): void {
  const days = { LOW: 180, MEDIUM: 90, HIGH: 30, CRITICAL: 0 }[highestOf(currentBands(desk.state))];
  const ends = desk.state.risks.flatMap(({ acceptance }) => acceptance?.expiresOn ?? []);
  expect(validUntil).toBe([addDays(desk.today, days), ...ends].sort()[0]);
}

/** K1, K2, K4, K5 and K7 of the fact at hand. */
function requireFact(desk: Desk, fact: ReviewEvent): void {
  const review = desk.state;
  if (fact.type === 'LensSigned') {
    const { lens, reviewerId, scopeHash } = fact.data;
    expect(review.lenses.find((one) => one.lens === lens)?.reviewerId).toBe(reviewerId);
    expect([review.scopeHash, desk.subject.scopeHash]).toEqual([scopeHash, scopeHash]);
  }
  if (fact.type === 'MitigationVerified') {
    const all = review.risks.flatMap(({ mitigations }) => mitigations);
    const mitigation = all.find(({ mitigationId }) => mitigationId === fact.data.mitigationId);
    expect([mitigation?.ownerId, mitigation?.completedBy?.personId]).not.toContain(fact.data.by.personId);
  }
  if (fact.type === 'RiskAccepted') {
    const { band, by, expiresOn, automatic } = fact.data;
    expect(expiresOn >= desk.today).toBe(true);
    const needed = { LOW: automatic ? 0 : 1, MEDIUM: 1, HIGH: 2, CRITICAL: -1 }[band];
    expect(new Set(by.map(({ personId }) => personId)).size).toBe(needed);
    if (band === 'HIGH') expect(expiresOn <= addDays(desk.today, 90)).toBe(true);
  }
  if (fact.type === 'RiskRated') {
    const { likelihood, impact, score, band, matrixVersion, rationale } = fact.data;
    expect([score, band, matrixVersion]).toEqual([likelihood * impact, bandOf(defaultGrid, fact.data), 1]);
    expect(rationale).not.toBe('');
  }
  if (fact.type === 'ReviewCleared' || fact.type === 'ReviewClearedWithConditions') {
    requireValidity(desk, fact.data.validUntil);
    expect(fact.data.scopeHash).toBe(desk.subject.scopeHash);
  }
  expect(review.version).toBe(desk.facts.length);
}

const outcomeOfStatus = {
  CLEARED: 'CLEARED',
  CONDITIONAL: 'CONDITIONAL',
  BLOCKED: 'BLOCKED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'CANCELLED',
} as const;

/** K6: the subject's fact is that of the last fact that says something, and says what the review says. */
function requireGate(desk: Desk): void {
  const { status } = desk.state;
  const word = desk.gate['r-1'] ?? null;
  const last = desk.facts.findLastIndex(({ fact }) => outcomeOf(fact.type) !== null);
  expect(word?.reviewVersion ?? 0).toBe(last + 1);
  const expected = status in outcomeOfStatus ? outcomeOfStatus[status as keyof typeof outcomeOfStatus] : null;
  expect([expected ?? 'STALE', null]).toContain(word?.outcome ?? null);
  if (expected !== null) expect(word?.outcome).toBe(expected);
}

/** R6: nothing is launched that no decision on today's scope lets pass. */
function requireClosed(desk: Desk): boolean {
  const around = { launchDate: desk.today, reviews: {}, freezes: {}, triggers: policy.triggers.value };
  const scope = { touches: [{ touch: 'PERSONAL_DATA' }] } as const;
  const { gate, subject } = desk;
  const request = { requestId: 'REQ-1', gate, scope, scopeHash: subject.scopeHash, properties: [] };
  const isOpen = launchReasons(request, around).length === 0;
  if (!isOpen) return false;
  expect(isPassing(desk.state)).toBe(true);
  expect([desk.state.decision?.scopeHash, desk.state.scopeHash]).toEqual([
    subject.scopeHash,
    desk.gate['r-1']?.scopeHash,
  ]);
  expect(desk.state.decision?.conditions.every(({ preLaunch, met }) => met || !preLaunch)).toBe(true);
  requirePassable(desk.state);
  return true;
}

describe('whatever anybody tries', () => {
  it('K1 to K8 hold after every fact, and the gate lets nothing pass that they do not', () => {
    let launchable = 0;
    let decided = 0;
    const property = fc.property(walk, (attempts) => {
      const desk = watched(requireFact);
      for (const one of attempts) {
        const before = [desk.facts.length, desk.state] as const;
        const went = tryOn(desk, one);
        // A deed of one rule is all or nothing.
        if (!went && desk.facts.length === before[0]) expect(desk.state).toBe(before[1]);
        if (isPassing(desk.state)) requirePassable(desk.state);
        requireGate(desk);
        if (requireClosed(desk)) launchable += 1;
        if (desk.state.decision) decided += 1;
      }
      expect(desk.facts.map(({ fact }) => fact).reduce<Review>(evolve, { status: 'unknown' })).toEqual(desk.review);
      for (const stage of stages) {
        const { cells, byBand, exposure } = matrixOf(desk.state.risks, stage);
        const ids = cells.flatMap(({ riskIds }) => riskIds);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Object.values(byBand).reduce((sum, one) => sum + one, 0)).toBe(ids.length);
        const sum = cells.reduce((all, cell) => all + cell.likelihood * cell.impact * cell.riskIds.length, 0);
        expect(exposure).toBe(sum);
      }
    });
    fc.assert(property, { numRuns: 200 });
    // The walks come through decisions, and through the gate: otherwise all of this would be said of nothing.
    expect(Math.min(launchable, decided)).toBeGreaterThan(50);
  });
});
