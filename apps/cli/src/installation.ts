import { firstAdministrator, PeopleStore, Tokens, Workspaces } from '#libs/people';
import { attachEmbeddedPostgres, type Log, openLog, openPool, readSettings, type Settings } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type Database,
  migrateAll,
  openDatabase,
  prepareDatabase,
  requireMigrated,
} from '../../api/src/service/database.js';
import { Service } from '../../api/src/service/service.js';

/** What commands work on: the database of the settings, whether the service runs beside them or not. */
@Injectable()
export class Installation {
  private readonly settings: Settings = readSettings(process.env);
  private readonly log: Log = openLog({ name: 'cli', level: process.env.LOG_LEVEL ? this.settings.logLevel : 'warn' });

  /** Runs the work on an open service and closes it afterwards, also when the work fails. */
  async withService<T>(work: (service: Service) => Promise<T>): Promise<T> {
    return this.withDatabase(async (database) => {
      const { settings, log } = this;
      const role = await prepareDatabase(database, settings, log);
      const service = await Service.open({ url: database.url, role, settings, log, name: 'twolane cli' });
      try {
        return await work(service);
      } finally {
        await service.close();
      }
    });
  }

  /** As the owner of the database, without a limit on statements. @throws NotMigrated */
  async withOwner<T>(work: (owner: Pool) => Promise<T>): Promise<T> {
    return this.withDatabase(async ({ ownerUrl }) => {
      const owner = openPool({ url: ownerUrl, size: 2, applicationName: 'twolane cli', statementSeconds: 86_400 });
      try {
        await requireMigrated(owner);
        return await work(owner);
      } finally {
        await owner.end();
      }
    });
  }

  /**
   * As the owner of a database that the check has let through, migrated since then: what is there already is left as it is when the check
   * refuses it.
   */
  async withNewDatabase<T>(check: (owner: Pool) => Promise<void>, work: (owner: Pool) => Promise<T>): Promise<T> {
    return this.withDatabase(async (database) => {
      const owner = openPool({
        url: database.ownerUrl,
        size: 2,
        applicationName: 'twolane cli',
        statementSeconds: 86_400,
      });
      try {
        await check(owner);
        await migrateAll(database, this.log);
        return await work(owner);
      } finally {
        await owner.end();
      }
    });
  }

  /** What seals are signed with; null: a key that the database keeps. */
  get sealKey(): string | null {
    return this.settings.sealKey;
  }

  migrate(): Promise<string | null> {
    return this.withDatabase((database) => migrateAll(database, openLog({ name: 'cli', level: 'info' })));
  }

  workspaces(service: Service): Workspaces {
    const { clock } = service;
    return new Workspaces(service.pool, {
      createSandbox: (workspaceId, startsAt) => clock.create(workspaceId, startsAt),
    });
  }

  firstAdministrator(service: Service, workspaceId: string): Promise<string> {
    return firstAdministrator(service.events, new PeopleStore(service.pool), workspaceId);
  }

  tokens(service: Service): Tokens {
    return new Tokens(service.events, new PeopleStore(service.pool));
  }

  private async withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = await this.database();
    try {
      return await work(database);
    } finally {
      await database.stop();
    }
  }

  /** The embedded Postgres of a running service, if there is one; a second one on its folder would be refused. */
  private async database(): Promise<Database> {
    const { databaseUrl, dataDir } = this.settings;
    const running = databaseUrl ? null : await attachEmbeddedPostgres(dataDir);
    if (running) return { url: running, ownerUrl: running, stop: () => Promise.resolve() };
    return openDatabase(this.settings, this.log);
  }
}
