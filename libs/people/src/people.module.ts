import { type DynamicModule, Module } from '@nestjs/common';
import { EventLog } from '#libs/event-log';
import type { Pool } from 'pg';
import { AddPerson } from './add-person.js';
import { CreateTeam } from './create-team.js';
import { DelegateRole } from './delegate-role.js';
import { GrantRole } from './grant-role.js';
import { MintToken } from './mint-token.js';
import { Operator } from './operator.js';
import { Directory, PeopleLoaders } from './people-loaders.js';
import { PeopleReads } from './people-reads.js';
import { PeopleStore } from './people-store.js';
import { DelegationFields, PeopleQueries, RoleHoldingFields, TokenFields } from './people.view.js';
import { RenamePerson } from './rename-person.js';
import { Tokens } from './tokens.js';
import { ViewerQuery } from './viewer.view.js';

const useCases = [AddPerson, RenamePerson, CreateTeam, GrantRole, DelegateRole, MintToken];
const views = [PeopleQueries, RoleHoldingFields, DelegationFields, TokenFields, ViewerQuery];

/** Needs `EventLog`, `CursorCodec` and `NodeResolvers` from modules that are global. */
@Module({})
export class PeopleModule {
  static register(pool: Pool): DynamicModule {
    const store = { provide: PeopleStore, useValue: new PeopleStore(pool) };
    const tokens = {
      provide: Tokens,
      inject: [EventLog, PeopleStore],
      useFactory: (log: EventLog, people: PeopleStore) => new Tokens(log, people),
    };
    return {
      module: PeopleModule,
      providers: [store, tokens, Operator, PeopleReads, PeopleLoaders, Directory, ...useCases, ...views],
      exports: [PeopleStore, PeopleReads, PeopleLoaders, Directory, Tokens, Operator],
    };
  }
}
