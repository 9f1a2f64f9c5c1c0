import { calendarEvents } from '#libs/calendar';
import { type ConsumerDefinition, historyConsumer } from '#libs/event-log';
import { hoursEvents } from '#libs/hours';
import { intakeEvents } from '#libs/intake';
import { peopleEvents } from '#libs/people';
import { policiesEvents } from '#libs/policies';
import { requestsEvents } from '#libs/requests';
import { riskEvents } from '#libs/risk';
import { roadmapEvents } from '#libs/roadmap';
import type { Pool } from 'pg';
import { dossierFolds } from './dossiers/index.js';
import { metricsEvents } from './events.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const metricsConsumers = (_pool: Pool): readonly ConsumerDefinition[] => [
  historyConsumer({
    name: 'metrics-dossiers',
    about: 'Keeps what metrics are measured from, with every version, so that a figure can be asked for as of any day.',
    folds: dossierFolds,
    events: [
      ...peopleEvents,
      ...policiesEvents,
      ...calendarEvents,
      ...requestsEvents,
      ...intakeEvents,
      ...hoursEvents,
      ...riskEvents,
      ...roadmapEvents,
      ...metricsEvents,
    ],
  }),
];
