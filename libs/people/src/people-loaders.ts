import { Injectable } from '@nestjs/common';
import { type ApiContext, loaderOf, type Reader } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
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

/** Whether people and teams named in a command are there, before it is decided. Neither ever goes away. */
@Injectable()
export class Directory {
  constructor(private readonly reads: PeopleReads) {}

  /** @throws NotFound with the given path */
  async requirePerson(workspaceId: string, id: string, path: readonly string[]): Promise<void> {
    const [found] = await this.reads.people(workspaceId, [id]);
    if (!found) throw new NotFound('person', path);
  }

  /** @throws NotFound with the given path */
  async requireTeam(workspaceId: string, id: string, path: readonly string[]): Promise<void> {
    const [found] = await this.reads.teams(workspaceId, [id]);
    if (!found) throw new NotFound('team', path);
  }
}
