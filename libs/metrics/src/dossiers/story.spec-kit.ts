import type { Fact, Recorded } from '#libs/event-log';
import { Temporal } from 'temporal-polyfill';
import {
  type Figure,
  figureOf,
  type Measured,
  measure,
  type MeasuringCircumstances,
  metricOf,
  type Window,
} from '../domain/index.js';
import { type AllDossiers, circumstancesOf, gather, keyedDossiers } from './index.js';

/** A fact as a story tells it: on which stream, when, and as far as metrics look at it. */
export type Told = readonly [stream: string, at: string, type: string, data?: object, role?: string];

/** Of Berlin; 10:00 unless the hour is told: `2026-01-05` or `2026-01-05T14:00`. */
const instant = (at: string): string =>
  Temporal.PlainDateTime.from(at.includes('T') ? at : `${at}T10:00`)
    .toZonedDateTime('Europe/Berlin')
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });

const recorded = ([streamId, at, type, data = {}, role = 'ENGINEER']: Told, index: number): Recorded =>
  ({
    type,
    data,
    streamId,
    workspaceId: 'w',
    eventId: `e${index}`,
    version: index + 1,
    position: index + 1,
    recordedAt: instant(at),
    schemaVersion: 1,
    meta: { commandId: 'c', correlationId: 'c', actorId: 'a', actorRole: role },
  }) satisfies Recorded<Fact>;

/** Dossiers of a workspace after these facts. */
export function dossiersOf(story: readonly Told[]): AllDossiers {
  const filed = new Map<string, Parameters<typeof gather>[0][number]>();
  for (const event of story.map(recorded)) {
    const key = keyedDossiers.key(event);
    if (key !== null) filed.set(key, keyedDossiers.step(filed.get(key) ?? null, event));
  }
  return gather([...filed.values()]);
}

export const TEAMS: readonly Told[] = [
  ['team-m', '2025-01-01', 'TeamCreated', { teamId: 'm', side: 'CONSUMER', timeZone: 'Europe/Berlin' }],
  ['team-e', '2025-01-01', 'TeamCreated', { teamId: 'e', side: 'PROVIDER', timeZone: 'Europe/Berlin' }],
];

export const whence = (day: string): { now: string; timeZone: string } => ({
  now: instant(`${day}T23:59`),
  timeZone: 'Europe/Berlin',
});

export interface Asked {
  readonly day: string;
  readonly window?: Window;
}

export const QUARTER: Window = { from: '2026-01-01', until: '2026-03-31' };

interface Surroundings {
  readonly dossiers: AllDossiers;
  readonly circumstances: MeasuringCircumstances;
}

const around = (story: readonly Told[], day: string): Surroundings => {
  const dossiers = dossiersOf([...TEAMS, ...story]);
  return { dossiers, circumstances: circumstancesOf(dossiers, whence(day)) };
};

/** What a metric comes to after a story. */
export function measureStory(key: string, story: readonly Told[], { day, window = QUARTER }: Asked): Measured {
  const { dossiers, circumstances } = around(story, day);
  return measure(metricOf(dossiers, key)!, dossiers, window, circumstances);
}

/** The same with everything it is held against. */
export function figureStory(key: string, story: readonly Told[], { day, window = QUARTER }: Asked): Figure {
  const { dossiers, circumstances } = around(story, day);
  return figureOf(metricOf(dossiers, key)!, { dossiers, window: { kind: 'CUSTOM', ...window }, circumstances });
}

/** A second figure by its key. */
export const partOf = ({ parts }: Measured, key: string): number | null =>
  parts.find((one) => one.key === key)?.value ?? null;

const draft = (number: number, at: string): Told => [
  `request-${number}`,
  at,
  'RequestDrafted',
  { number, type: 'EMAIL', consumerTeamId: 'm' },
];
const brief = (number: number, at: string, more: object = {}): Told => [
  `request-${number}`,
  at,
  'BriefRevised',
  { completeness: 100, lint: [], cause: 'INITIAL', ...more },
];

/** The days of a request’s way; what is left out has not happened. */
export interface Way {
  readonly submitted: string;
  readonly triaged?: string;
  readonly forecast?: number;
  readonly likely?: number;
  readonly approved?: string;
  readonly delivered?: string;
  readonly launched?: string;
}

/** The facts of an ordinary request. */
export function requestStory(number: number, way: Way): Told[] {
  const stream = `request-${number}`;
  const { submitted, triaged, forecast = 10, likely = 600, approved, delivered, launched } = way;
  return [
    draft(number, submitted),
    brief(number, submitted),
    [stream, submitted, 'RequestSubmitted', { completeness: 100, slaTargets: { firstResponseMinutes: 480 } }],
    ...(triaged ? ([[stream, triaged, 'RequestTriaged', { providerTeamId: 'e' }]] as const) : []),
    ...(approved
      ? ([
          [stream, approved, 'EstimateSubmitted', { durationForecastDays: forecast, likely }],
          [stream, approved, 'RequestApproved'],
          [stream, approved, 'WorkStarted'],
        ] as const)
      : []),
    ...(delivered ? ([[stream, delivered, 'RequestDelivered']] as const) : []),
    ...(launched
      ? ([
          [stream, launched, 'RequestAccepted'],
          [stream, launched, 'RequestLaunched', { localDate: launched.slice(0, 10) }],
        ] as const)
      : []),
  ];
}

/** An entry of work. */
export const worked = (id: string, on: string, minutes: number, more: object = {}): Told => [
  `time-entry-${id}`,
  on,
  'EntryBooked',
  { requestId: null, workedOn: on, minutes, activity: 'BUILD', billable: true, ...more },
];
