import { Injectable } from '@nestjs/common';
import { type ApiContext, loaderOf, type Reader } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import type { Side } from './domain/team.js';
import { PeopleReads } from './people-reads.js';
import { orNull, type Person, type Team, toPerson, toTeam } from './types.js';

/** People and teams by uuid for fields of any context: one batch for all fields of an operation. */
@Injectable()
export class PeopleLoaders {
  constructor(private readonly reads: PeopleReads) {}

  /** Null when there is no such person in the reader's workspace. */
  person({ viewer }: Reader, context: ApiContext, id: string): Promise<Person | null> {
    const batch = async (ids: readonly string[]) =>
      (await this.reads.people(viewer.workspaceId, ids)).map(orNull(toPerson));
    return loaderOf(context, 'people.person', batch).load(id);
  }

  /** Null when there is no such team in the reader's workspace. */
  team({ viewer }: Reader, context: ApiContext, id: string): Promise<Team | null> {
    const batch = async (ids: readonly string[]) =>
      (await this.reads.teams(viewer.workspaceId, ids)).map(orNull(toTeam));
    return loaderOf(context, 'people.team', batch).load(id);
  }
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
