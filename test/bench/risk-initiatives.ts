import { roadmapRules } from '#libs/roadmap';
import { randomUUID } from 'node:crypto';
import type { HoursCast } from './hours-cast.js';

const { fact, roadmapItem } = roadmapRules;

/** Items of the roadmap, and the requests of each; a request is on several. */
export const LINKED_ITEMS = 1_000;
export const REQUESTS_EACH = 12;

/** Items that one command proposes. */
const TOGETHER = 50;

function factsOf(number: number, { marketing, finance }: HoursCast, requestIds: readonly string[]) {
  const owners = { marketing: { personId: finance.personId, teamId: marketing }, engineering: null, product: null };
  const said = { owners, goalIds: [], propertyIds: [], expectedImpact: 'More orders from returning customers' };
  const kind = number % 5 === 0 ? 'CAMPAIGN' : 'FEATURE';
  const sort = { lane: 'MARKETING', kind, visibility: 'TEAMS' } as const;
  const linked = Array.from({ length: REQUESTS_EACH }, (_, index) => {
    const requestId = requestIds[(number * 10 + index) % requestIds.length]!;
    return fact('RequestLinked', { requestId, primary: false });
  });
  return [fact('ItemProposed', { number, title: `Gift cards, part ${number}`, ...said, ...sort }), ...linked];
}

/** Items that requests are parts of. */
export async function fillInitiatives(cast: HoursCast, requestIds: readonly string[]): Promise<void> {
  for (let first = 1; first <= LINKED_ITEMS; first += TOGETHER) {
    const numbers = Array.from({ length: TOGETHER }, (_, index) => first + index);
    const streams = numbers.map((number) => {
      const stream = { aggregate: roadmapItem, id: randomUUID(), expect: 'new' } as const;
      return [`i${number}`, stream] as const;
    });
    const facts = numbers.map((number) => [`i${number}`, factsOf(number, cast, requestIds)] as const);
    await cast.log.decide(cast.command('told'), Object.fromEntries(streams), () => Object.fromEntries(facts));
  }
}
