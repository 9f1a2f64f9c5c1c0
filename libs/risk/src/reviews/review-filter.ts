import { defineFilter, defineOrder, filterBy, sql } from '#libs/api-kit';
import { BandEnum } from '#libs/requests';
import { LensEnum, ReviewPriorityEnum, ReviewStatusEnum, ReviewSubjectEnum } from '../enums.js';

/** What reviews can be found by. */
export const reviewFilter = defineFilter('RiskReviewFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 1 for `RR-1`.'),
  status: filterBy.enumeration(
    { name: 'RiskReviewStatus', values: ReviewStatusEnum },
    'status',
    'Where it stands, e.g. `IN_ASSESSMENT`.',
  ),
  priority: filterBy.enumeration(
    { name: 'RiskReviewPriority', values: ReviewPriorityEnum },
    'priority',
    'How soon it is to be answered.',
  ),
  subjectKind: filterBy.enumeration(
    { name: 'RiskSubjectKind', values: ReviewSubjectEnum },
    'subject_kind',
    'What kind of thing it is about.',
  ),
  requestId: filterBy.id(
    'Request',
    sql`CASE WHEN subject_kind = 'REQUEST' THEN subject_id END`,
    'The request it is about.',
  ),
  highestBand: filterBy.enumeration(
    { name: 'RiskBand', values: BandEnum },
    'highest_band',
    'The most serious of its risks as they are now; `LOW` where none is rated.',
  ),
  overdue: filterBy.boolean('overdue', 'Whether a risk of it has to be looked at again, and nobody has.'),
  validUntil: filterBy.date('valid_until', 'The last day its last decision holds.'),
  openedAt: filterBy.instant('opened_at', 'When it was opened.'),
  answeredAt: filterBy.instant('answered_at', 'When it was decided first.'),
  lenses: filterBy.collection({
    description: 'Its lenses.',
    elementName: 'RiskReviewLens',
    from: sql`unnest(lenses) AS seen(lens)`,
    fields: { lens: filterBy.enumeration({ name: 'RiskLens', values: LensEnum }, 'seen.lens', 'The lens.') },
  }),
  reviewers: filterBy.collection({
    description: 'Everybody a lens was given to.',
    elementName: 'RiskReviewReviewer',
    from: sql`unnest(reviewer_ids) AS reviewing(person_id)`,
    fields: { personId: filterBy.id('Person', 'reviewing.person_id', 'The person.') },
  }),
  teams: filterBy.collection({
    description: 'The teams that ask for what is reviewed and that build it.',
    elementName: 'RiskReviewTeam',
    from: sql`unnest(team_ids) AS concerned(team_id)`,
    fields: { teamId: filterBy.id('Team', 'concerned.team_id', 'The team.') },
  }),
  properties: filterBy.collection({
    description: 'The web properties that what is reviewed concerns.',
    elementName: 'RiskReviewProperty',
    from: sql`unnest(property_ids) AS shown_on(property_id)`,
    fields: { propertyId: filterBy.id('Property', 'shown_on.property_id', 'The property.') },
  }),
});

export const reviewOrder = defineOrder(
  'RiskReviewOrder',
  {
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    openedAt: { column: 'opened_at', nulls: 'never', description: 'By when it was opened.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ number: 'ASC' }],
);
