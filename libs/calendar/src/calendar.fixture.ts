import { CursorCodec, formatError, type Queryable, toGlobalId } from '#libs/api-kit';
import { EventCatalogue, EventLog, Horizon, PostgresLogStore, registerInlineViews } from '#libs/event-log';
import {
  authenticator,
  operatorCommand,
  peopleModel,
  PeopleModule,
  PeopleReads,
  peopleSecurity,
  PeopleStore,
  person,
  type Role,
  team,
  Tokens,
  Workspaces,
} from '#libs/people';
import { testDatabase } from '#test/kit/database';
import { type SchemaApp, schemaApp } from '#test/kit/graphql-api';
import { graphql } from 'graphql';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { CalendarModule } from './calendar.module.js';
import { Calendars } from './calendars.js';
import { calendarModel } from './events.js';

/** Monday, 09:00 in Berlin: each workspace is a sandbox that stands there. */
export const TODAY = '2026-01-05';

export interface Member {
  readonly personId: string;
  /** Global id of the person. */
  readonly id: string;
  readonly token: string;
}

const CAST = {
  lead: ['MARKETING_LEAD', 'marketing'],
  member: ['MARKETING_MEMBER', 'marketing'],
  colleague: ['MARKETING_MEMBER', 'marketing'],
  otherLead: ['ENGINEERING_LEAD', 'engineering'],
  engineer: ['ENGINEER', 'engineering'],
  admin: ['ADMIN', null],
  auditor: ['AUDITOR', null],
} as const satisfies Record<string, readonly [Role, 'marketing' | 'engineering' | null]>;

/** A workspace with two teams; ids of teams are global ones. Marketing works in Berlin, engineering in Kolkata. */
export interface Cast extends Readonly<Record<keyof typeof CAST, Member>> {
  readonly workspaceId: string;
  readonly marketing: string;
  readonly engineering: string;
}

export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly calendar: Record<string, unknown> | null;
  readonly absence?: Record<string, unknown> | null;
  readonly problems: readonly Record<string, unknown>[];
}

const INPUTS: Readonly<Record<string, string>> = {
  setWorkingWeek: 'SetWorkingWeekInput',
  addHolidays: 'AddHolidaysInput',
  removeHoliday: 'RemoveHolidayInput',
  recordAbsence: 'RecordAbsenceInput',
  withdrawAbsence: 'WithdrawAbsenceInput',
};

const CALENDAR = `calendar { id version team { id } holidays { date name }
  weeks { effectiveFrom timeZone days { weekday spans { from to } } }
  absences(from: "2026-01-01", to: "2026-12-31") { id from to halfDay kind person { id } } }`;
const PROBLEMS = `problems { __typename code message path
  ... on BusinessProblem { details } ... on AbsenceOverlapsProblem { absenceId from to } ... on ForbiddenProblem { right } }`;

const mutationOf = (name: string): string => {
  const absence = name === 'recordAbsence' ? 'absence { id from to halfDay kind person { id } }' : '';
  return `mutation ($input: ${INPUTS[name]}!, $expect: Expect!, $key: String) {
    ${name}(input: $input, expect: $expect, idempotencyKey: $key) { position replayed ${CALENDAR} ${absence} ${PROBLEMS} } }`;
};

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
}

export const calendarApi = async (): Promise<CalendarApi> => {
  const database = await testDatabase();
  const owner = database.ownerPool(1);
  const model = {
    catalogue: new EventCatalogue([...peopleModel.events, ...calendarModel.events]),
    aggregates: [...peopleModel.aggregates, ...calendarModel.aggregates],
    views: [...peopleModel.views, ...calendarModel.views],
  };
  await registerInlineViews(owner, model);
  const pool = database.pool(8);
  const log = new EventLog(new PostgresLogStore(pool), model);
  const app = await schemaApp({
    modules: [PeopleModule.register(pool), CalendarModule],
    surroundings: [
      { provide: pg.Pool, useValue: pool },
      { provide: EventLog, useValue: log },
      { provide: Horizon, useValue: new Horizon({ pool }) },
    ],
    security: peopleSecurity,
  });
  return new CalendarApi({ pool, owner, log, drop: () => database.drop() }, app);
};

interface Base {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;
  drop(): Promise<void>;
}

/** The schema of people and calendars over a database of its own, called as the transports call it. */
export class CalendarApi {
  readonly log: EventLog;
  readonly owner: pg.Pool;
  readonly pool: pg.Pool;

  constructor(
    private readonly base: Base,
    private readonly app: SchemaApp,
  ) {
    this.log = base.log;
    this.owner = base.owner;
    this.pool = base.pool;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.base.drop();
  }

  async cast(): Promise<Cast> {
    const workspaces = new Workspaces(this.pool, {
      createSandbox: async (workspaceId, now) => {
        await this.owner.query('insert into log.sandbox_clock (workspace_id, now) values ($1, $2)', [workspaceId, now]);
      },
    });
    const sandbox = { name: 'Bench', sandbox: true, startsAt: `${TODAY}T08:00:00.000Z`, timeZone: 'Europe/Berlin' };
    const { workspaceId } = await workspaces.create(sandbox);
    const marketing = await this.team(workspaceId, 'CONSUMER', 'Europe/Berlin');
    const engineering = await this.team(workspaceId, 'PROVIDER', 'Asia/Kolkata');
    const teams = { marketing, engineering };
    const members: [string, Member][] = [];
    for (const [name, [role, of]] of Object.entries(CAST)) {
      members.push([name, await this.member(workspaceId, { role, teamId: of && teams[of] })]);
    }
    return {
      ...(Object.fromEntries(members) as Record<keyof typeof CAST, Member>),
      workspaceId,
      marketing: toGlobalId('Team', marketing),
      engineering: toGlobalId('Team', engineering),
    };
  }

  async run(source: string, who: Member, { variables, onBehalfOf }: { variables?: object; onBehalfOf?: Member } = {}) {
    const viewer = await authenticator(this.pool)(who.token, onBehalfOf ? { 'on-behalf-of': onBehalfOf.id } : {});
    const { data, errors } = await graphql({
      schema: this.app.schema,
      source,
      variableValues: { ...variables },
      contextValue: { viewer, requestId: 'r-1', logEpoch: 'e1', loaders: new Map() },
    });
    return { data, errors: errors?.map((error) => formatError(error, 'r-1')) };
  }

  /** The payload of a command. @throws for a top-level error */
  async give(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const { expect = { latest: true }, key, onBehalfOf } = given;
    const variables = { input, expect, key };
    const { data, errors } = await this.run(mutationOf(name), who, { variables, ...(onBehalfOf && { onBehalfOf }) });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, Payload>)[name] as Payload;
  }

  /** The payload of a command that must be carried out. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** What other contexts use. */
  calendarsOver(db: Queryable): Calendars {
    const reads = new PeopleReads(new PeopleStore(this.pool), new CursorCodec(randomBytes(32)));
    return new Calendars(db as pg.Pool, reads);
  }

  async events(): Promise<number> {
    const { rows } = await this.owner.query<{ count: string }>('select count(*) from log.event');
    return Number(rows[0]?.count);
  }

  private command(workspaceId: string) {
    return operatorCommand({ workspaceId, operation: 'cast', input: {} });
  }

  private async team(workspaceId: string, side: 'CONSUMER' | 'PROVIDER', timeZone: string): Promise<string> {
    const teamId = randomUUID();
    const stream = { aggregate: team, id: teamId, expect: 'new' as const };
    const fact = { type: 'TeamCreated' as const, data: { teamId, side, timeZone } };
    await this.log.decideOne(this.command(workspaceId), stream, () => [fact]);
    return teamId;
  }

  private async member(workspaceId: string, held: { role: Role; teamId: string | null }): Promise<Member> {
    const personId = randomUUID();
    const stream = { aggregate: person, id: personId, expect: 'new' as const };
    await this.log.decideOne(this.command(workspaceId), stream, () => [
      { type: 'PersonAdded' as const, data: { personId } },
      { type: 'RoleGranted' as const, data: { personId, ...held } },
    ]);
    const asked = { personId, label: 'bench', roles: null, scopes: null, expiresAt: null };
    const { token } = await new Tokens(this.log, new PeopleStore(this.pool)).mint(
      this.command(workspaceId),
      asked,
      null,
    );
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }
}
