import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import { acceptRisk, acknowledgeRisk, revokeAcceptance } from './acceptance.js';
import { advanceReview } from './advance.js';
import { addDays } from './calendar.js';
import { blockReview, clearReview, clearWithConditions, meetCondition } from './decision.js';
import { Desk, people } from './given.spec-kit.js';
import { addMitigation, completeMitigation, verifyMitigation } from './mitigations.js';
import { addLenses } from './opening.js';
import { rateRisk } from './rating.js';
import { cancelReview, reopenReview } from './reopening.js';
import { followScope } from './scope-drift.js';
import { levels, lenses, stages, touchKinds, treatments } from './values.js';

/** What somebody tries: a deed, by whom, and dice for whatever it needs. */
export interface Attempt {
  readonly deed: keyof typeof deeds;
  readonly actor: Actor;
  readonly dice: readonly [number, number, number];
}

const pick = <T>(from: readonly T[], dice: number): T => from[dice % from.length] as T;
const riskOf = (desk: Desk, dice: number): string => pick(desk.state.risks, dice)?.riskId ?? 'K0';
const lensOf = (desk: Desk, dice: number) => pick(desk.state.lenses, dice).lens;
const scope = { touches: [{ touch: 'PERSONAL_DATA' }] } as const;
const reason = 'Because.';

/** Everything anybody can do to a review, sensible or not. */
const deeds = {
  addLens: (desk: Desk, { dice: [a] }: Attempt) =>
    desk.do(addLenses, { reviewId: 'r-1', scope, lenses: [pick(lenses, a)] }),
  assign: (desk: Desk, { actor, dice: [a] }: Attempt) => desk.assign(lensOf(desk, a), actor),
  assignAll: (desk: Desk) => desk.assignAll(),
  answer: (desk: Desk, { dice: [a] }: Attempt) => desk.answer(lensOf(desk, a)),
  sign: (desk: Desk, { actor, dice: [a] }: Attempt) => desk.sign(lensOf(desk, a), actor),
  signAll: (desk: Desk) => desk.signAll(),
  identify: (desk: Desk, { dice: [a] }: Attempt) => desk.identify(`K${desk.state.risks.length + 1}`, lensOf(desk, a)),
  rate: (desk: Desk, { actor, dice: [a, b, c] }: Attempt) => {
    const [likelihood, impact] = [pick(levels, b), pick(levels, c)];
    const why = c % 2 === 0 ? reason : null;
    const place = { likelihood, impact, rationale: reason, reason: why };
    return desk.do(rateRisk, { riskId: riskOf(desk, a), stage: pick(stages, b + c), ...place }, actor);
  },
  treat: (desk: Desk, { dice: [a, b] }: Attempt) => desk.treat(riskOf(desk, a), pick(treatments, b)),
  mitigate: (desk: Desk, { dice: [a, b] }: Attempt) => {
    const ownerId = pick([people.reviewer, people.second, people.backend], b).personId;
    const planned = { title: 'A guard', ownerId, due: desk.today, preLaunch: b % 2 === 0 };
    return desk.do(addMitigation, { riskId: riskOf(desk, a), ...planned });
  },
  /** All that leads to a decision, as far as it goes. */
  settle: (desk: Desk) => {
    desk.assignAll();
    for (const { riskId, treatment } of desk.state.risks) {
      if (!treatment) desk.treat(riskId);
      desk.acknowledge(riskId);
    }
    desk.signAll();
    return desk.do(clearReview, { reviewId: 'r-1' });
  },
  complete: (desk: Desk, { actor, dice: [a] }: Attempt) =>
    desk.do(completeMitigation, { mitigationId: `M${1 + (a % 4)}`, evidence: 'link' }, actor),
  verify: (desk: Desk, { actor, dice: [a] }: Attempt) =>
    desk.do(verifyMitigation, { mitigationId: `M${1 + (a % 4)}` }, actor),
  accept: (desk: Desk, { actor, dice: [a, b] }: Attempt) => {
    const side = b % 2 === 0 ? ('CONSUMER' as const) : ('PROVIDER' as const);
    const terms = { expiresOn: addDays(desk.today, 60 + 40 * (b % 3)), justification: reason, control: reason };
    return desk.do(acceptRisk, { riskId: riskOf(desk, a), side, ...terms }, actor);
  },
  acceptByBoth: (desk: Desk, { dice: [a, b] }: Attempt) => {
    // Now and then one person holds both roles.
    const [cmo, cto] = b % 3 === 0 ? [people.both, people.both] : [people.cmo, people.cto];
    const terms = { expiresOn: addDays(desk.today, 20), justification: reason, control: reason };
    const riskId = riskOf(desk, a);
    desk.do(acceptRisk, { riskId, side: 'CONSUMER', ...terms }, cmo);
    return desk.do(acceptRisk, { riskId, side: 'PROVIDER', ...terms }, cto);
  },
  revoke: (desk: Desk, { actor, dice: [a, b] }: Attempt) => {
    const side = b % 2 === 0 ? ('CONSUMER' as const) : ('PROVIDER' as const);
    return desk.do(revokeAcceptance, { reviewId: 'r-1', riskId: riskOf(desk, a), side, reason }, actor);
  },
  acknowledgeAll: (desk: Desk) => {
    for (const { riskId } of desk.state.risks) desk.do(acknowledgeRisk, { riskId }, people.campaign);
  },
  clear: (desk: Desk, { actor }: Attempt) => desk.do(clearReview, { reviewId: 'r-1' }, actor),
  clearWith: (desk: Desk, { actor, dice: [a] }: Attempt) =>
    desk.do(clearWithConditions, { reviewId: 'r-1', conditions: [{ text: 'Watch', preLaunch: a % 2 === 0 }] }, actor),
  meet: (desk: Desk, { dice: [a] }: Attempt) =>
    desk.do(meetCondition, { reviewId: 'r-1', conditionId: `C${1 + (a % 3)}`, evidence: 'link' }),
  block: (desk: Desk) => desk.do(blockReview, { reviewId: 'r-1', reason, unblockWhen: reason }),
  reopen: (desk: Desk) => desk.do(reopenReview, { reviewId: 'r-1', reason }),
  cancel: (desk: Desk, { dice: [a] }: Attempt) => {
    desk.subject = { ...desk.subject, ended: a % 5 === 0 };
    return desk.do(cancelReview, { reviewId: 'r-1', reason });
  },
  drift: (desk: Desk, { dice: [a, b] }: Attempt) => {
    const scopeHash = pick(['h1', 'h2', 'h3'], a);
    desk.subject = { ...desk.subject, scopeHash };
    // Nobody has followed it up yet, now and then.
    if (b % 4 === 0) return [];
    const change = { touches: [pick(touchKinds, b)], parts: b % 3 === 0 ? (['CRITERIA'] as const) : [] };
    return desk.do(followScope, { reviewId: 'r-1', scope, scopeHash, ...change }, people.clock);
  },
  wait: (desk: Desk, { dice: [a] }: Attempt) => {
    desk.today = addDays(desk.today, 1 + (a % 40));
    return desk.do(advanceReview, { reviewId: 'r-1' }, people.clock);
  },
} as const;

const names = Object.keys(deeds) as (keyof typeof deeds)[];
/** Steps that lead somewhere come up more often. */
const likely = [
  'settle',
  'settle',
  'settle',
  'clear',
  'rate',
  'rate',
  'acceptByBoth',
  'accept',
  'accept',
  'complete',
  'verify',
] as const;
const dice = fc.nat({ max: 999 });

const attempt: fc.Arbitrary<Attempt> = fc.record({
  deed: fc.constantFrom(...names, ...likely),
  actor: fc.constantFrom<Actor>(
    people.reviewer,
    people.reviewer,
    people.second,
    people.cmo,
    people.cto,
    people.backend,
    people.both,
  ),
  dice: fc.tuple(dice, dice, dice),
});

export const walk = fc.array(attempt, { maxLength: 80, size: 'max' });

/** Tries one after another; what is refused leaves nothing behind. True for what went through whole. */
export function tryOn(desk: Desk, one: Attempt): boolean {
  try {
    deeds[one.deed](desk, one);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** A review with two rated risks, with the watcher in place. */
export function watched(watch: NonNullable<Desk['watch']>): Desk {
  const desk = new Desk();
  desk.watch = watch;
  desk.open(scope.touches);
  desk.identify('K1', 'PRIVACY');
  desk.identify('K2', 'SECURITY');
  desk.rate('K1', 'INHERENT', [3, 4]);
  desk.rate('K2', 'INHERENT', [2, 3]);
  return desk;
}
