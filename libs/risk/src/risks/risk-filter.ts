import { defineFilter, defineOrder, filterBy, sql } from '#libs/api-kit';
import { BandEnum } from '#libs/requests';
import { LensEnum, ReviewStatusEnum } from '../enums.js';
import { RiskTreatmentEnum, SideEnum } from './enums.js';

const band = { name: 'RiskBand', values: BandEnum };

/** What risks can be found by; columns of `riskTable`. */
export const riskFilter = defineFilter('RiskFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 7 for `K7`.'),
  title: filterBy.text('title', 'Title.'),
  reviewId: filterBy.id('RiskReview', 'review_id', 'The review it was found by.'),
  reviewStatus: filterBy.enumeration(
    { name: 'RiskReviewStatus', values: ReviewStatusEnum },
    'review_status',
    'Where its review stands.',
  ),
  lens: filterBy.enumeration({ name: 'RiskLens', values: LensEnum }, 'lens', 'The lens it was found through.'),
  band: filterBy.enumeration(band, 'band', 'How serious it is now; null: not rated yet.'),
  inherentBand: filterBy.enumeration(band, 'inherent_band', 'How serious it was before anything was done.'),
  score: filterBy.int('score', 'Likelihood times impact as it is now, 1 to 25.'),
  treatment: filterBy.enumeration(
    { name: 'RiskTreatment', values: RiskTreatmentEnum },
    'treatment',
    'What is done about it; null: not chosen yet.',
  ),
  ownerId: filterBy.id('Person', 'owner_id', 'Who carries it.'),
  ownerSide: filterBy.enumeration({ name: 'Side', values: SideEnum }, 'owner_side', 'The side that carries it.'),
  dueOn: filterBy.date('due_on', 'The day it has to be looked at again, by the policy in force.'),
  acceptedUntil: filterBy.date('accepted_until', 'The last day its acceptance holds; null: not accepted.'),
  unaccepted: filterBy.boolean(
    'unaccepted',
    'Whether it is HIGH or worse, or MEDIUM and meant to be accepted, and nobody accepts it today.',
  ),
  unacknowledged: filterBy.boolean(
    'unacknowledged',
    'Whether it is MEDIUM or worse and the requesting side has not said that it knows of it.',
  ),
  materialised: filterBy.boolean('materialised', 'Whether it became fact.'),
  teams: filterBy.collection({
    description: 'The teams that ask for what is reviewed and that build it.',
    elementName: 'RiskTeam',
    from: sql`unnest(team_ids) AS concerned(team_id)`,
    fields: { teamId: filterBy.id('Team', 'concerned.team_id', 'The team.') },
  }),
  properties: filterBy.collection({
    description: 'The web properties that what is reviewed concerns.',
    elementName: 'RiskProperty',
    from: sql`unnest(property_ids) AS shown(property_id)`,
    fields: { propertyId: filterBy.id('Property', 'shown.property_id', 'The property.') },
  }),
});

/** What risks can be sorted by. */
export const riskOrder = defineOrder(
  'RiskOrder',
  {
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    score: { column: 'score', description: 'By likelihood times impact as it is now; those not rated come last.' },
    ratedOn: { column: 'rated_on', description: 'By the day of its rating; those not rated come last.' },
    dueOn: { column: 'due_on', description: 'By the day it has to be looked at again; those without one come last.' },
  },
  [{ number: 'ASC' }],
);
