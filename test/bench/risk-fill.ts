import { reviewIdOf, riskRules } from '#libs/risk';
import { randomUUID } from 'node:crypto';
import type { HoursCast } from './hours-cast.js';
import { fillInitiatives } from './risk-initiatives.js';

const { fact, riskReview } = riskRules;

/** Reviews with one risk each, and the events of each: so many appends of one event. */
export const REVIEWS = 10_000;
export const EVENTS_EACH = 20;

/** Reviews that one command tells a fact of; each gets a version of its own. */
const TOGETHER = 50;
/** Commands under way at a time. */
const AT_ONCE = 4;

const levels = [1, 2, 3, 4, 5] as const;
const level = (number: number) => levels[number % levels.length]!;

function rated(number: number, stage: 'INHERENT' | 'CURRENT', turn: number) {
  const place = { likelihood: level(number + turn), impact: level(number * 3 + turn) };
  const { grid, version } = { grid: riskRules.defaultGrid, version: 1 };
  const more = { score: riskRules.scoreOf(place), band: riskRules.bandOf(grid, place), matrixVersion: version };
  const said = { ratedOn: '2026-01-05', rationale: 'As seen in the last release.', reason: null };
  return fact('RiskRated', { riskId: `K${number}`, stage, ...place, ...more, ...said });
}

/** The fact of one turn: opened, found, rated, and rated again and again. */
function factOf(number: number, turn: number, { marketing, engineering }: HoursCast, requestId: string) {
  if (turn === 0) {
    const subject = { kind: 'REQUEST', id: requestId } as const;
    const concerned = { teamIds: [marketing, engineering], propertyIds: [] };
    const lenses = [{ lens: 'SECURITY', items: ['tokens'] }] as const;
    const course = { scopeHash: 'h1', priority: 'NORMAL', targetHours: 16, lenses } as const;
    return fact('ReviewOpened', { number, subject, ...concerned, ...course, cause: { touches: [], policyVersion: 1 } });
  }
  if (turn === 1) {
    const words = {
      cause: 'The call is not guarded.',
      event: 'It is made twice.',
      consequence: 'Customers pay twice.',
    };
    const sort = { category: 'MONEY', knowledge: 'MEDIUM', lens: 'SECURITY' } as const;
    const title = `Retry charges twice, case ${number}`;
    return fact('RiskIdentified', { riskId: `K${number}`, title, ...words, ...sort, scopeHash: 'h1' });
  }
  return rated(number, turn === 2 ? 'INHERENT' : 'CURRENT', turn);
}

/** All reviews turn by turn: their versions lie among each other, as those of work that goes on at the same time. Their items come first. */
export async function fillReviews(cast: HoursCast): Promise<void> {
  const requestIds = Array.from({ length: REVIEWS }, () => randomUUID());
  await fillInitiatives(cast, requestIds);
  const groups = Array.from({ length: REVIEWS / TOGETHER }, (_, index) => index * TOGETHER);
  for (let turn = 0; turn < EVENTS_EACH; turn += 1)
    for (let from = 0; from < groups.length; from += AT_ONCE)
      await Promise.all(
        groups.slice(from, from + AT_ONCE).map((first) => {
          const ids = requestIds.slice(first, first + TOGETHER);
          return tell(cast, turn, ids, first + 1);
        }),
      );
  await cast.settle();
}

/** One command with a fact for each of some reviews, whose numbers begin with `first`. */
async function tell(cast: HoursCast, turn: number, requestIds: readonly string[], first: number): Promise<void> {
  const streams = requestIds.map((id, index) => {
    const stream = { aggregate: riskReview, id: reviewIdOf({ kind: 'REQUEST', id }), expect: 'latest' } as const;
    return [`r${index}`, stream] as const;
  });
  const facts = requestIds.map((id, index) => [`r${index}`, [factOf(first + index, turn, cast, id)]] as const);
  await cast.log.decide(cast.command('told'), Object.fromEntries(streams), () => Object.fromEntries(facts));
}
