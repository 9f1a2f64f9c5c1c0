import { roadmapRules } from '#libs/roadmap';
import { randomUUID } from 'node:crypto';
import type { HoursCast } from './hours-cast.js';

const { addDays, fact, roadmapItem, shiftDays } = roadmapRules;

/** Items, and the appends of each: of one event. */
export const ITEMS = 10_000;
export const EVENTS_EACH = 20;

/** Items that are proposed at the same time; they go on together, while others come. */
const GENERATION = 400;
/** Items that one command tells a fact of; each gets a version of its own. */
const TOGETHER = 50;
/** Commands under way at a time. */
const AT_ONCE = 4;

/** A window somewhere in three years; each fifth turn a week later. */
function windowOf(number: number, turn: number) {
  const start = addDays('2026-01-05', ((number * 7919) % 1000) + Math.floor(turn / 5) * 7);
  return { start, end: addDays(start, 30), precision: 'DAY' } as const;
}

const lane = (number: number) => roadmapRules.lanes[number % roadmapRules.lanes.length]!;

function proposed(number: number, { marketing, engineering, finance }: HoursCast) {
  const owner = (teamId: string) => ({ personId: finance.personId, teamId });
  const owners = { marketing: owner(marketing), engineering: owner(engineering), product: null };
  const said = { owners, goalIds: [], propertyIds: [], expectedImpact: 'More orders from returning customers' };
  const sort = { lane: lane(number), kind: 'FEATURE', visibility: 'TEAMS' } as const;
  return fact('ItemProposed', { number, title: `Gift cards, part ${number}`, ...said, ...sort });
}

/** The fact of one turn: proposed, planned, moved now and then, more and less sure in between, a tenth dropped at the end. */
function factOf(number: number, turn: number, cast: HoursCast): roadmapRules.ItemEvent {
  if (turn === 0) return proposed(number, cast);
  const to = windowOf(number, turn);
  if (turn === 1) return fact('ItemPlanned', { window: to, horizon: 'NEXT' });
  if (turn === EVENTS_EACH - 1 && number % 10 === 0) return fact('ItemDropped', { reason: 'Nobody asks for it.' });
  if (turn % 5 > 0) return fact('ConfidenceSet', { value: (number + turn) % 100, why: 'As seen in the last sync.' });
  const from = windowOf(number, turn - 1);
  const why = { reason: 'Not enough hands.', reasonCode: null, causedBy: null, notifies: [] };
  return fact('ItemRescheduled', { from, to, horizon: 'NEXT', shiftDays: shiftDays(from, to), ...why });
}

interface Batch {
  readonly first: number;
  readonly turn: number;
}

/** What is told at a time: a turn of every generation that has begun and has not ended. */
function batchesAt(tick: number): Batch[] {
  const generations = Array.from({ length: ITEMS / GENERATION }, (_, index) => index);
  return generations
    .map((generation) => ({ generation, turn: tick - generation }))
    .filter(({ turn }) => turn >= 0 && turn < EVENTS_EACH)
    .flatMap(({ generation, turn }) =>
      Array.from({ length: GENERATION / TOGETHER }, (_, index) => ({
        first: generation * GENERATION + index * TOGETHER + 1,
        turn,
      })),
    );
}

/** Items that are proposed one generation after another, so that the roadmap was small once. */
export async function fillHistory(cast: HoursCast): Promise<void> {
  const itemIds = Array.from({ length: ITEMS }, () => randomUUID());
  for (let tick = 0; tick < ITEMS / GENERATION + EVENTS_EACH - 1; tick += 1) {
    const batches = batchesAt(tick);
    for (let from = 0; from < batches.length; from += AT_ONCE)
      await Promise.all(batches.slice(from, from + AT_ONCE).map((batch) => tell(cast, itemIds, batch)));
  }
  await cast.settle();
}

/** One command with a fact for each of some items. */
async function tell(cast: HoursCast, itemIds: readonly string[], { first, turn }: Batch): Promise<void> {
  const numbers = Array.from({ length: TOGETHER }, (_, index) => first + index);
  const streams = numbers.map((number) => {
    const stream = { aggregate: roadmapItem, id: itemIds[number - 1]!, expect: 'latest' } as const;
    return [`i${number}`, stream] as const;
  });
  const facts = numbers.map((number) => [`i${number}`, [factOf(number, turn, cast)]] as const);
  await cast.log.decide(cast.command('told'), Object.fromEntries(streams), () => Object.fromEntries(facts));
}
