import type { Fact, HistoryFold, KeyedFold, Recorded } from '#libs/event-log';
import type { Dossiers, ItemDossier, RequestDossier, SessionDossier } from '../domain/index.js';
import { metricDossier } from './metric.js';
import { itemDossier, policyDossier, type PolicyDossier, sessionDossier } from './planning.js';
import { requestDossier } from './request.js';
import { reviewDossier } from './risk.js';
import { type CalendarDossier, calendarDossier, type TeamDossier, teamDossier } from './teams.js';
import { entryDossier, interruptionDossier } from './work.js';

/** One fold for each type of stream metrics look at, by what its rows are gathered as. */
const folds = {
  requests: requestDossier,
  entries: entryDossier,
  reviews: reviewDossier,
  interruptions: interruptionDossier,
  metrics: metricDossier,
  items: itemDossier,
  sessions: sessionDossier,
  policies: policyDossier,
  teams: teamDossier,
  calendars: calendarDossier,
};

type Folds = typeof folds;
export type Gathered = keyof Folds;
type AnyFold = HistoryFold<object, Fact>;

/** A dossier with the id of its stream. */
export interface FiledDossier {
  readonly fold: string;
  readonly streamId: string;
  readonly row: object;
}

/** One fold for each type of stream metrics look at; `historyConsumer` keeps their rows. */
export const dossierFolds = Object.values(folds) as unknown as readonly AnyFold[];

const byEventType = new Map<string, AnyFold[]>();
for (const fold of dossierFolds)
  for (const type of fold.types ?? []) byEventType.set(type, [...(byEventType.get(type) ?? []), fold]);

/** A fact that several kinds of streams share is told apart by its stream’s id, which begins with the type. */
const foldOf = ({ type, streamId }: Recorded): AnyFold | undefined =>
  byEventType.get(type)?.find(({ streamType }) => streamId.startsWith(`${streamType}-`));

/**
 * The same dossiers straight from the log, for reports: `replayKeyed(source, keyedDossiers, { workspaceId, upTo })` gives those of one
 * workspace, `gather([...states.values()])` sorts them, and `measureAll` gives the figures the API answers with at that position.
 */
export const keyedDossiers: KeyedFold<string, FiledDossier> = {
  kind: 'keyed',
  types: [...byEventType.keys()],
  key: (event) => (foldOf(event) ? event.streamId : null),
  step(state, event) {
    const fold = foldOf(event)!;
    return { fold: fold.name, streamId: event.streamId, row: fold.evolve(state?.row ?? null, event) };
  },
};

/** Dossiers, and what circumstances are made of (`circumstancesOf`). */
export interface AllDossiers extends Dossiers {
  readonly items: readonly ItemDossier[];
  readonly sessions: readonly SessionDossier[];
  readonly policies: readonly PolicyDossier[];
  readonly teams: readonly TeamDossier[];
  /** By team. */
  readonly calendars: ReadonlyMap<string, CalendarDossier>;
}

/** Sorts dossiers of one workspace, whatever order they come in. */
export function gather(filed: readonly FiledDossier[]): AllDossiers {
  const idIn = (name: Gathered, streamId: string) => streamId.slice(folds[name].streamType.length + 1);
  const of = (name: Gathered) => filed.filter(({ fold }) => fold === folds[name].name);
  const list = <Row>(name: Gathered) => of(name).map(({ row }) => row as Row);
  const byId = <Row>(name: Gathered) =>
    new Map(of(name).map(({ streamId, row }) => [idIn(name, streamId), row as Row] as const));
  return {
    requests: new Map([...byId<RequestDossier>('requests')].sort(([, one], [, other]) => one.number - other.number)),
    entries: list('entries'),
    reviews: list('reviews'),
    interruptions: list('interruptions'),
    metrics: byId('metrics'),
    items: list('items'),
    sessions: list('sessions'),
    policies: list('policies'),
    teams: list('teams'),
    calendars: byId('calendars'),
  };
}

export { circumstancesOf, type Whence } from './circumstances.js';
