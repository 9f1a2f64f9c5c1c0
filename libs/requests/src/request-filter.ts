import { defineFilter, defineOrder, filterBy, sql } from '#libs/api-kit';
import { customFieldFilter } from './settings/custom-field-filter.js';
import { PriorityClassEnum, RequestStatusEnum, RequestTypeEnum, TouchEnum, WaitingOnEnum } from './types/enums.js';

/** What requests can be found by. */
export const requestFilter = defineFilter('RequestFilter', {
  number: filterBy.int('number', 'Number in the workspace, e.g. 7 for `REQ-7`.'),
  title: filterBy.text('title', 'Title.'),
  type: filterBy.enumeration({ name: 'RequestType', values: RequestTypeEnum }, 'type', 'Kind of work.'),
  status: filterBy.enumeration({ name: 'RequestStatus', values: RequestStatusEnum }, 'status', 'Where it stands.'),
  waitingOn: filterBy.enumeration({ name: 'WaitingOn', values: WaitingOnEnum }, 'waiting_on', 'Who has to move next.'),
  priorityClass: filterBy.enumeration(
    { name: 'PriorityClass', values: PriorityClassEnum },
    'priority_class',
    'How urgent.',
  ),
  requesterId: filterBy.id('Person', 'requester_id', 'Who asks.'),
  ownerId: filterBy.id('Person', 'owner_id', 'Who is accountable.'),
  consumerTeamId: filterBy.id('Team', 'consumer_team_id', 'The team that asks.'),
  providerTeamId: filterBy.id('Team', 'provider_team_id', 'The team that builds.'),
  agreedDate: filterBy.date('agreed_date', 'The date both sides count on.'),
  completenessPercent: filterBy.int('completeness', 'How complete its brief is, 0 to 100.'),
  roughMinutes: filterBy.int('rough_minutes', 'First guess of its size in minutes.'),
  likelyMinutes: filterBy.int('likely_minutes', 'Likely minutes of the estimate that stands.'),
  evidenceCount: filterBy.int('evidence_count', 'How many customers its evidence speaks for.'),
  openQuestions: filterBy.int('open_questions', 'Questions whose askers are not satisfied yet.'),
  hiddenWork: filterBy.boolean('hidden_work', 'Whether it holds work that does not meet the eye.'),
  held: filterBy.boolean('held', 'Whether it rests.'),
  holdReviewDue: filterBy.boolean('hold_review_due', 'Whether it rests and its review date has come.'),
  draftedAt: filterBy.instant('drafted_at', 'When it was drafted.'),
  submittedAt: filterBy.instant('submitted_at', 'When it was submitted.'),
  approvedAt: filterBy.instant('approved_at', 'When both sides had approved it.'),
  deliveredAt: filterBy.instant('delivered_at', 'When it was last delivered.'),
  launchedOn: filterBy.date('launched_on', 'The day of the launch that stands.'),
  endedAt: filterBy.instant('ended_at', 'When it was closed, declined, withdrawn or merged.'),
  updatedAt: filterBy.instant('updated_at', 'When it last changed.'),
  waitingSince: filterBy.instant('waiting_since', 'Since when whoever it waits for has the ball.'),
  stalledSince: filterBy.instant('stalled_since', 'Since when nobody has said anything, where that was too long.'),
  openBugs: filterBy.int('open_bugs', 'Bugs that are not resolved.'),
  openDebts: filterBy.int('open_debts', 'Debts that are not paid back.'),
  touches: filterBy.collection({
    description: 'What it touches.',
    elementName: 'RequestTouch',
    from: sql`unnest(touches) AS touched(kind)`,
    fields: { touch: filterBy.enumeration({ name: 'Touch', values: TouchEnum }, 'touched.kind', 'The touch.') },
  }),
  properties: filterBy.collection({
    description: 'The web properties it concerns.',
    elementName: 'RequestProperty',
    from: sql`unnest(properties) AS linked(property)`,
    fields: { property: filterBy.text('linked.property', 'The property, e.g. `www.example`.') },
  }),
  labels: filterBy.collection({
    description: 'Its labels.',
    elementName: 'RequestLabel',
    from: sql`unnest(labels) AS put(label_id)`,
    fields: { labelId: filterBy.id('Label', 'put.label_id', 'The label.') },
  }),
  customFields: customFieldFilter,
});

/** What requests can be sorted by. */
export const requestOrder = defineOrder(
  'RequestOrder',
  {
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
    draftedAt: { column: 'drafted_at', nulls: 'never', description: 'By when it was drafted.' },
    submittedAt: { column: 'submitted_at', description: 'By when it was submitted; those that were not come last.' },
    number: { column: 'number', nulls: 'never', description: 'By number.' },
    title: { column: 'title', nulls: 'never', description: 'By title.' },
    agreedDate: { column: 'agreed_date', description: 'By the agreed date; those without one come last.' },
    completenessPercent: { column: 'completeness', nulls: 'never', description: 'By how complete the brief is.' },
  },
  [{ updatedAt: 'DESC' }],
);
