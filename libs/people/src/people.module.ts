import { type DynamicModule, Module } from '@nestjs/common';
import { historyOf } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import type { Pool } from 'pg';
import { AddPersonHandler, AddPersonMutation } from './add-person.js';
import { CreateTeamHandler, CreateTeamMutation } from './create-team.js';
import { person } from './domain/person.js';
import { team } from './domain/team.js';
import { token } from './domain/token.js';
import { DelegateRoleHandler, DelegationMutations, EndDelegationHandler } from './delegate-role.js';
import { GrantRoleHandler, RevokeRoleHandler, RoleMutations } from './grant-role.js';
import { MintTokenHandler, MintTokenMutation } from './mint-token.js';
import { Directory, PeopleLoaders } from './people-loaders.js';
import { PeopleReads } from './people-reads.js';
import { PeopleStore } from './people-store.js';
import { DelegationFields, PeopleQueries, RoleHoldingFields, TokenFields } from './people.view.js';
import { RenamePersonHandler, RenamePersonMutation } from './rename-person.js';
import { RevokeTokenHandler, RevokeTokenMutation } from './revoke-token.js';
import { summaryOf } from './summary.js';
import { Tokens } from './tokens.js';
import { Person, Team, Token } from './types.js';
import { ViewerQuery } from './viewer.view.js';

const useCases = [
  AddPersonHandler,
  AddPersonMutation,
  RenamePersonHandler,
  RenamePersonMutation,
  CreateTeamHandler,
  CreateTeamMutation,
  GrantRoleHandler,
  RevokeRoleHandler,
  RoleMutations,
  DelegateRoleHandler,
  EndDelegationHandler,
  DelegationMutations,
  MintTokenHandler,
  MintTokenMutation,
  RevokeTokenHandler,
  RevokeTokenMutation,
];
const views = [
  PeopleQueries,
  RoleHoldingFields,
  DelegationFields,
  TokenFields,
  ViewerQuery,
  historyOf(() => Person, 'people.read', { summaryOf, streamType: person.type }),
  historyOf(() => Team, 'people.read', { summaryOf, streamType: team.type }),
  historyOf(() => Token, 'token.revoke', { summaryOf, streamType: token.type }),
];

/** Needs `EventLog`, `CursorCodec`, `NodeResolvers` and `CommandBus` from modules that are global; is global itself: every context names people. */
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
      global: true,
      providers: [store, tokens, PeopleReads, PeopleLoaders, Directory, ...useCases, ...views],
      exports: [PeopleStore, PeopleReads, PeopleLoaders, Directory, Tokens],
    };
  }
}
