import { Injectable } from '@nestjs/common';
import { type ApiContext, loaderOf, type Reader } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import type { Side } from './domain/team.js';
import { PeopleReads } from './people-reads.js';
import { orNull, type Person, type Team, toPerson, toTeam } from './types.js';

type Found<T> = T | null | Promise<T | null>;

/** An id, or nobody's. */
type Id = string | null | undefined;

/** Ids of what an operation is about to ask for; one may stand there several times. */
export interface Foreseen {
  readonly people: readonly Id[];
  readonly teams: readonly Id[];
}

/** People and teams by uuid for fields of any context: one batch for all fields of an operation. */
@Injectable()
export class PeopleLoaders {
  constructor(private readonly reads: PeopleReads) {}

  /** Null when there is no such person in the reader's workspace. At once when it was foreseen. */
  person(reader: Reader, context: ApiContext, id: string): Found<Person> {
    const known = knownOf(context).people.get(id);
    return known === undefined ? this.personLoader(reader, context).load(id) : known;
  }

  /** Null when there is no such team in the reader's workspace. At once when it was foreseen. */
  team(reader: Reader, context: ApiContext, id: string): Found<Team> {
    const known = knownOf(context).teams.get(id);
    return known === undefined ? this.teamLoader(reader, context).load(id) : known;
  }

  /**
   * Looks up in one statement what the fields of a whole list will ask for: they then answer at once, where a promise for each
   * would cost more than the rows.
   */
  async foresee({ viewer }: Reader, context: ApiContext, foreseen: Foreseen): Promise<void> {
    const known = knownOf(context);
    const people = unknownOf(foreseen.people, known.people);
    const teams = unknownOf(foreseen.teams, known.teams);
    if (people.length === 0 && teams.length === 0) return;
    const found = await this.reads.peopleAndTeams(viewer.workspaceId, { people, teams });
    // Whoever is not found is known not to be there.
    for (const id of people) known.people.set(id, null);
    for (const id of teams) known.teams.set(id, null);
    for (const person of found.people) known.people.set(person.id, toPerson(person));
    for (const team of found.teams) known.teams.set(team.id, toTeam(team));
  }

  private personLoader({ viewer }: Reader, context: ApiContext) {
    return loaderOf(context, 'people.person', async (ids: readonly string[]) =>
      (await this.reads.people(viewer.workspaceId, ids)).map(orNull(toPerson)),
    );
  }

  private teamLoader({ viewer }: Reader, context: ApiContext) {
    return loaderOf(context, 'people.team', async (ids: readonly string[]) =>
      (await this.reads.teams(viewer.workspaceId, ids)).map(orNull(toTeam)),
    );
  }
}

interface Known {
  readonly people: Map<string, Person | null>;
  readonly teams: Map<string, Team | null>;
}

const unknownOf = (ids: readonly Id[], known: ReadonlyMap<string, unknown>): string[] =>
  [...new Set(ids)].filter((id) => id != null).filter((id) => !known.has(id));

const KNOWN = Symbol('people foreseen');

/** Lives as long as the operation, like its loaders. */
function knownOf({ loaders }: ApiContext): Known {
  const known = (loaders.get(KNOWN) as Known | undefined) ?? { people: new Map(), teams: new Map() };
  loaders.set(KNOWN, known);
  return known;
}

/** Somebody named in a command, and where. */
export interface NamedPerson {
  readonly id: string;
  readonly path: readonly string[];
}

/** Whether people and teams named in a command are there, before it is decided. Neither ever goes away. */
@Injectable()
export class Directory {
  constructor(private readonly reads: PeopleReads) {}

  /** @throws NotFound with the given path */
  async requirePerson(workspaceId: string, id: string, path: readonly string[]): Promise<void> {
    await this.requirePeople(workspaceId, [{ id, path }]);
  }

  /** All of them in one statement. @throws NotFound with the path of the first who is not there */
  async requirePeople(workspaceId: string, named: readonly NamedPerson[]): Promise<void> {
    if (named.length === 0) return;
    const found = await this.reads.people(
      workspaceId,
      named.map(({ id }) => id),
    );
    const missing = named.find((_, index) => found[index] === null);
    if (missing) throw new NotFound('person', missing.path);
  }

  async hasPerson(workspaceId: string, id: string): Promise<boolean> {
    const [found] = await this.reads.people(workspaceId, [id]);
    return found !== null;
  }

  /** @throws NotFound with the given path */
  async requireTeam(workspaceId: string, id: string, path: readonly string[]): Promise<void> {
    const [found] = await this.reads.teams(workspaceId, [id]);
    if (!found) throw new NotFound('team', path);
  }

  /** True for a team of this workspace that works in this lane. */
  async hasTeam(workspaceId: string, id: string, side: Side): Promise<boolean> {
    const [found] = await this.reads.teams(workspaceId, [id]);
    return found?.side === side;
  }

  /** The lane somebody works in: that of the first team they hold a role in; null for somebody in no team. @throws NotFound */
  async sideOfPerson(workspaceId: string, { id, path }: NamedPerson): Promise<Side | null> {
    const [person] = await this.reads.people(workspaceId, [id]);
    if (!person) throw new NotFound('person', path);
    const teamIds = person.roles.flatMap(({ teamId }) => teamId ?? []);
    const teams = await this.reads.teams(workspaceId, teamIds);
    return teams.find((team) => team !== null)?.side ?? null;
  }
}
