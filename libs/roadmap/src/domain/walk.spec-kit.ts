import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import type { Actor } from '#libs/vocabulary';
import { agreeItem, uncommitItem } from './commitment.js';
import { addDays } from './days.js';
import { dropItem, measureItem, reviveItem, revertShipment, shipItem } from './delivery.js';
import { fact } from './facts.js';
import { itemScopeHash } from './gate.js';
import { Desk } from './desk.spec-kit.js';
import { anItem, aRequest, known, people } from './given.spec-kit.js';
import { planItem } from './planning.js';
import { proposeItem, reviseItem, setConfidence, setVisibility } from './proposal.js';
import { answerSuggestion, suggestMove } from './suggestions.js';
import { dependencyTypes, horizons, lanes, moveReasons, suggestionCauses, visibilities } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

/** Numbers a step draws its choices from. */
interface Step {
  readonly act: number;
  readonly item: number;
  readonly other: number;
  readonly pick: number;
}

const of = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

const kinds = ['FEATURE', 'CAMPAIGN'] as const;
const actors: readonly Actor[] = [people.cmo, people.cto, people.both, people.product];

/** A window of up to nine weeks somewhere in the year. */
function windowOf({ other, pick }: Step) {
  const start = addDays('2026-01-05', other * 7);
  return { start, end: addDays(start, (pick % 9) * 7), precision: 'DAY' } as const;
}

type Act = (desk: Desk, itemId: string, step: Step) => void;

const edgeOf = (itemId: string, { other, pick }: Step) => ({
  fromId: itemId,
  toId: `i${other % 6}`,
  type: of(dependencyTypes, pick),
});

function suggest(desk: Desk, itemId: string, step: Step): void {
  const suggested = step.pick % 4 === 0 ? null : windowOf(step);
  const [requestId, confidence] = [`r${step.other % 3}`, step.pick % 2 === 0 ? null : step.pick];
  const hint = { why: of(suggestionCauses, step.pick), suggested, confidence, note: 'the request launched late' };
  desk.do(itemId, (item) => suggestMove(item, { suggestionId: `s${step.other % 3}`, requestId, ...hint }));
}

function answer(desk: Desk, itemId: string, { other, pick }: Step): void {
  const input = {
    suggestionId: `s${other % 3}`,
    accepted: pick % 3 > 0,
    reason: 'seen',
    reasonCode: of(moveReasons, pick),
  };
  desk.do(itemId, (item) => answerSuggestion({ item, dependants: desk.dependantsOf(itemId) }, input));
}

/** A review of the item is opened, decided on its scope or on another one. */
function review(desk: Desk, itemId: string, { other, pick }: Step): void {
  const decided = {
    reviewId: `rr-${itemId}`,
    reviewVersion: other + 1,
    outcome: of(['CLEARED', 'CONDITIONAL', 'BLOCKED'] as const, pick),
    conditions: [{ conditionId: 'C1', text: 'a test', preLaunch: true, met: pick % 2 === 0 }],
    validUntil: addDays(desk.today, (other % 5) * 2),
    scopeHash: other % 4 === 3 ? 'another' : itemScopeHash(known(desk.item(itemId))),
    highestBand: 'LOW',
  } as const;
  const opened = fact('RiskReviewRequired', { reviewId: decided.reviewId, lenses: ['SECURITY'] });
  desk.do(itemId, () => (pick % 5 === 0 ? [opened] : [fact('RiskGateFactRecorded', decided)]));
}

/** Everything anybody can do to the roadmap; what nobody may is refused and changes nothing. */
const acts: readonly Act[] = [
  (desk, itemId, step) =>
    desk.do(itemId, (item) =>
      proposeItem(item, {
        ...anItem,
        number: step.item + 1,
        lane: of(lanes, step.pick),
        kind: of(kinds, step.item),
        title: itemId,
      }),
    ),
  (desk, itemId, step) =>
    desk.do(itemId, (item) => planItem(item, { window: windowOf(step), horizon: of(horizons, step.pick) })),
  (desk, itemId, step) => desk.move(itemId, windowOf(step), { horizon: of(horizons, step.other) }),
  (desk, itemId, step) =>
    desk.do(itemId, (item) =>
      agreeItem(item, { side: of(['CONSUMER', 'PROVIDER'], step.pick) }, desk.ctx(of(actors, step.other))),
    ),
  (desk, itemId) => desk.commit(itemId),
  (desk, itemId) => desk.start(itemId),
  (desk, itemId) => desk.do(itemId, (item) => uncommitItem(item, { reason: 'not yet' })),
  (desk, itemId, step) =>
    desk.do(itemId, (item) =>
      shipItem(
        { item, requestOf: () => aRequest(of(['LAUNCHED', 'LAUNCHED', 'IN_PROGRESS'], step.pick)) },
        { localDate: desk.today },
        desk.ctx(people.product),
      ),
    ),
  (desk, itemId) => desk.do(itemId, (item) => revertShipment(item, { reason: 'rolled back' })),
  (desk, itemId) => desk.do(itemId, (item) => measureItem(item, { outcome: 'seen' })),
  (desk, itemId, step) => desk.do(itemId, (item) => (step.pick % 3 === 0 ? dropItem(item, { reason: 'no' }) : [])),
  (desk, itemId) => desk.do(itemId, reviveItem),
  (desk, itemId, step) =>
    desk.do(itemId, (item) => setConfidence(item, { value: step.pick % 101, reason: `seen ${step.other}` })),
  (desk, itemId, step) => desk.do(itemId, (item) => setVisibility(item, { visibility: of(visibilities, step.pick) })),
  (desk, itemId, step) =>
    desk.do(itemId, (item) =>
      assessCampaignWorthiness(
        item,
        { verdict: of(['WORTHY', 'NOT_WORTHY'], step.pick), reason: 'looked at' },
        desk.ctx(people.cmo),
      ),
    ),
  (desk, itemId, step) =>
    desk.do(itemId, (item) => reviseItem(item, { title: `Item ${step.pick % 4}`, goalIds: [`g${step.other % 3}`] })),
  (desk, itemId, step) => desk.link(itemId, `r${step.other % 3}`, step.pick % 2 === 0),
  (desk, itemId, step) => desk.unlink(itemId, `r${step.other % 3}`),
  (desk, itemId, step) => desk.add({ ...edgeOf(itemId, step), bufferWorkingDays: step.other % 4 }),
  (desk, itemId, step) => desk.remove(edgeOf(itemId, step)),
  suggest,
  answer,
  review,
];

/** One act on one of six items. */
const anyStep: fc.Arbitrary<Step> = fc.record({
  act: fc.nat({ max: acts.length - 1 }),
  item: fc.nat({ max: 5 }),
  other: fc.nat({ max: 40 }),
  pick: fc.nat({ max: 100 }),
});

const promised = [1, 14, 3, 3, 4];
/** Ways an item usually goes, by acts. */
const usualWays = [
  [...promised, 5, 7],
  [...promised, 5, 7, 8, 7],
  [...promised, 5, 7, 9],
  [...promised, 6],
  [16, 16, 17],
  [...promised, 16, 16, 20, 20, 21, 21],
  [...promised, 5, 22, 7],
];
const onAUsualWay = (step: Step): Step[] =>
  of(usualWays, step.other).map((act, index) => ({ ...step, act, pick: step.pick + index, other: index % 2 }));

/** Somebody who leads both sides tries to sign for both. */
const oneForBoth = (step: Step): Step[] => [1, 3, 3].map((act, index) => ({ ...step, act, pick: index, other: 2 }));

/** Two items depend on each other, and one request is linked to all six. */
const thereAndBack = (step: Step): Step[] =>
  [step, { ...step, item: step.other % 6, other: step.item }].map((one) => ({ ...one, act: 18 }));
const onEveryItem = (step: Step): Step[] => [0, 1, 2, 3, 4, 5].map((item) => ({ ...step, act: 16, item, other: 0 }));

/** Acts in any order, and enough of the usual one that items get somewhere. */
export const anyWalk = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: anyStep.map((step) => [step]) },
    { weight: 2, arbitrary: anyStep.map(onAUsualWay) },
    { weight: 1, arbitrary: anyStep.map(oneForBoth) },
    { weight: 1, arbitrary: anyStep.map(thereAndBack) },
    { weight: 1, arbitrary: anyStep.map(onEveryItem) },
  ),
  { maxLength: 50, size: 'max' },
);

/** Walks, a day a step; `seen` is asked after each of them. Codes of what was refused. */
export function walkThrough(steps: readonly (readonly Step[])[], seen?: (desk: Desk) => void): [Desk, string[]] {
  const desk = new Desk();
  const codes: string[] = [];
  for (let index = 0; index < 6; index += 1)
    acts[0]?.(desk, `i${index}`, { act: 0, item: index, other: 0, pick: index + 2 });
  for (const step of steps.flat()) {
    desk.today = addDays(desk.today, 1);
    try {
      of(acts, step.act)(desk, `i${step.item}`, step);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      codes.push(error.code);
    }
    seen?.(desk);
  }
  return [desk, codes];
}
