import fc from 'fast-check';
import { fact, type ItemKind } from '../domain/index.js';
import { cancelled, found, type InitiativeDesk, rated } from './initiatives.fixture.js';

export const ITEMS = ['i1', 'i2', 'i3', 'i4'] as const;
export const REQUESTS = ['r1', 'r2', 'r3', 'r4', 'r5'] as const;

type ReviewStep =
  | { readonly do: 'find' | 'cancel'; readonly subject: string }
  | { readonly do: 'rate'; readonly subject: string; readonly likelihood: number; readonly impact: number };

export type Step =
  | { readonly do: 'link' | 'unlink'; readonly item: string; readonly request: string }
  | { readonly do: 'drop' | 'revive'; readonly item: string }
  | ReviewStep;

const anItem = fc.constantFrom(...ITEMS);
const aRequest = fc.constantFrom(...REQUESTS);
const aSubject = fc.constantFrom(...ITEMS, ...REQUESTS);
const aLevel = fc.integer({ min: 1, max: 5 });

export const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('link' as const), item: anItem, request: aRequest }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlink' as const), item: anItem, request: aRequest }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'revive' as const), item: anItem }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('find' as const), subject: aSubject }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), subject: aSubject }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('rate' as const), subject: aSubject, likelihood: aLevel, impact: aLevel }),
  },
);

interface ReviewNow {
  readonly live: boolean;
  /** The score of each of its risks; null: not rated. */
  readonly scores: readonly (number | null)[];
}

export interface World {
  readonly dropped: ReadonlySet<string>;
  /** `item request`. */
  readonly links: ReadonlySet<string>;
  readonly reviews: Readonly<Record<string, ReviewNow>>;
}

const changed = (set: ReadonlySet<string>, name: string, there: boolean): ReadonlySet<string> =>
  new Set(there ? [...set, name] : [...set].filter((one) => one !== name));

const reviewAfter = ({ live, scores }: ReviewNow, step: ReviewStep): ReviewNow => {
  if (step.do === 'find') return { live, scores: [...scores, null] };
  if (step.do === 'rate') return { live, scores: [...scores.slice(0, -1), step.likelihood * step.impact] };
  return { live: false, scores };
};

/** What is so after a step; null: it cannot be done now. */
export function after(world: World, step: Step): World | null {
  if ('request' in step) {
    const link = `${step.item} ${step.request}`;
    const linking = step.do === 'link';
    if (world.dropped.has(step.item) || world.links.has(link) === linking) return null;
    return { ...world, links: changed(world.links, link, linking) };
  }
  if ('item' in step) {
    const dropping = step.do === 'drop';
    if (world.dropped.has(step.item) === dropping) return null;
    return { ...world, dropped: changed(world.dropped, step.item, dropping) };
  }
  const review = world.reviews[step.subject]!;
  if (!review.live || (step.do === 'rate' && review.scores.length === 0)) return null;
  return { ...world, reviews: { ...world.reviews, [step.subject]: reviewAfter(review, step) } };
}

export const kindOf = (subject: string) => (subject.startsWith('i') ? 'ROADMAP_ITEM' : 'REQUEST');
export const kinds: Readonly<Record<string, ItemKind>> = { i1: 'FEATURE', i2: 'CAMPAIGN', i3: 'EVENT', i4: 'UPGRADE' };

/** By item, what it comes to: score, how many not rated, how many reviews. */
export function expectedOf(
  world: World,
  { campaigns, only }: { readonly campaigns: boolean; readonly only: string | null },
): Record<string, readonly number[]> {
  const items = ITEMS.filter(
    (item) => !world.dropped.has(item) && (!campaigns || ['CAMPAIGN', 'EVENT'].includes(kinds[item]!)),
  );
  const figures = items.map((item) => {
    const subjects = [item, ...REQUESTS.filter((request) => world.links.has(`${item} ${request}`))];
    const reviews = subjects
      .filter((subject) => only === null || kindOf(subject) === only)
      .map((subject) => world.reviews[subject]!)
      .filter(({ live, scores }) => live && scores.length > 0);
    const scores = reviews.flatMap((review) => review.scores);
    const sum = scores.reduce<number>((total, score) => total + (score ?? 0), 0);
    return [item, [sum, scores.filter((score) => score === null).length, reviews.length]] as const;
  });
  return Object.fromEntries(figures.filter(([, [, , reviews]]) => reviews > 0));
}

export const nothing: World = {
  dropped: new Set(),
  links: new Set(),
  reviews: Object.fromEntries([...ITEMS, ...REQUESTS].map((subject) => [subject, { live: true, scores: [] }])),
};

/** Stores what a step says, in a world it can be done in; where the log stood then. */
export function carryOut(desk: InitiativeDesk, { reviews }: World, step: Step): Promise<number> {
  if ('request' in step) {
    const requestId = desk.idOf(step.request);
    if (step.do === 'link') return desk.link(step.item, step.request);
    return desk.item(step.item, fact('RequestUnlinked', { requestId }));
  }
  if ('item' in step)
    return desk.item(step.item, step.do === 'drop' ? fact('ItemDropped', { reason: 'No.' }) : fact('ItemRevived', {}));
  const risks = reviews[step.subject]!.scores.length;
  return desk.review(kindOf(step.subject), step.subject, [toldOf(step, risks)]);
}

function toldOf(step: ReviewStep, risks: number) {
  if (step.do === 'rate') return rated(`${step.subject}-K${risks}`, step.likelihood, step.impact);
  return step.do === 'find' ? found(`${step.subject}-K${risks + 1}`) : cancelled;
}
