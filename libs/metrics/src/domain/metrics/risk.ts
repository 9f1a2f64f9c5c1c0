import type { LocalDate } from '#libs/vocabulary';
import type { RatingGiven, ReviewDossier } from '../dossiers.js';
import { median, percent, sum } from '../figures.js';
import { type EventMetric, measured, part } from '../measured.js';
import { daysBetween } from '../window.js';
import { happened, launchedIn, requestsOf } from './chosen.js';

/** Scores of a risk on a day; null where it was not rated. */
function scoresOn(ratings: readonly RatingGiven[], day: LocalDate): { inherent: number; current: number } | null {
  const given = ratings.filter(({ on }) => on <= day);
  const inherent = given.findLast(({ stage }) => stage === 'INHERENT')?.score;
  if (inherent === undefined) return null;
  return { inherent, current: given.findLast(({ stage }) => stage === 'CURRENT')?.score ?? inherent };
}

const serious: ReadonlySet<string> = new Set(['HIGH', 'CRITICAL']);

/** M16. */
export const riskReduced: EventMetric = {
  key: 'M16',
  name: 'Risk',
  unit: 'Σ scores',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Σ of the current scores (last RiskRated of stage CURRENT, else INHERENT) of all risks of reviews without a ReviewCancelled, as they ' +
        'stood at the end of the window. Parts: Σ of the scores before anything was done and the change between the two; median local days ' +
        'from ReviewOpened to the first decision that lets pass, of those decided in the window; RequestAccepted in the window while a review did ' +
        'not let pass; launches in the window for which the highest band a review had found by then was HIGH or above.',
      minSample: 0,
      measure(dossiers, window, circumstances) {
        const { day, dayOf } = circumstances;
        const on = window.until < day ? window.until : day;
        const within = happened(window, circumstances);
        const stands = ({ cancelledAt }: ReviewDossier) => cancelledAt === null || dayOf(cancelledAt) > on;
        const scores = dossiers.reviews
          .filter(stands)
          .flatMap(({ risks }) => Object.values(risks).flatMap((ratings) => scoresOn(ratings, on) ?? []));
        const inherent = sum(scores.map((one) => one.inherent));
        const current = sum(scores.map((one) => one.current));
        const days = dossiers.reviews.flatMap(({ openedAt, clearedAt }) =>
          clearedAt !== null && within(clearedAt) ? [daysBetween(dayOf(openedAt), dayOf(clearedAt))] : [],
        );
        const heldBack = sum(requestsOf(dossiers).map(({ heldBackAt }) => heldBackAt.filter(within).length));
        const launches = launchedIn(dossiers, window);
        const parts = [
          part('inherent', 'Before anything was done', 'Σ scores', inherent),
          part('change', 'Change since then', '%', percent(current - inherent, inherent)),
          part('daysToClear', 'Days until a review lets pass', 'days', median(days)),
          part('heldBack', 'Launches kept waiting', 'launches', heldBack),
          part(
            'seriousLaunches',
            'Launched with HIGH or above',
            'launches',
            launches.filter(({ launch }) => serious.has(launch.band ?? '')).length,
          ),
        ];
        return measured(current, scores.length, { parts });
      },
    },
  ],
};
