import { randomUUID } from 'node:crypto';
import { type Aggregate, EventLog, type Fact, PostgresLogStore } from '#libs/event-log';
import { operatorCommand, PeopleStore, person, type Role, team, Tokens, Workspaces } from '#libs/people';
import { request, type RequestEvent } from '#libs/requests';
import type pg from 'pg';
import { logModel } from '../../apps/api/src/contexts.js';
import type { BenchDatabase } from './bench-cluster.js';

const ZONE = 'Europe/Berlin';
/** A caller may do 1,200 operations a minute with one token, and hold only so many tokens. */
const PEOPLE = 6;
const TOKENS = 10;

/** Somebody who works or asks, with tokens enough. */
export interface Caller {
  readonly personId: string;
  readonly tokens: readonly string[];
}

/** A sandbox workspace with two teams and their people; its clock stands where it is put. */
export class HoursCast {
  readonly workspaceId = randomUUID();
  readonly marketing = randomUUID();
  readonly engineering = randomUUID();
  readonly engineers: Caller[] = [];
  finance: Caller;
  private agreements = 0;

  private constructor(
    readonly log: EventLog,
    private readonly owner: pg.Pool,
    /** Of the service's role. */
    readonly pool: pg.Pool,
  ) {}

  static async begin(database: BenchDatabase, startsOn: string): Promise<HoursCast> {
    const pool = database.pool(4);
    const cast = new HoursCast(new EventLog(new PostgresLogStore(pool), logModel()), database.owner, pool);
    await cast.found(startsOn);
    return cast;
  }

  private async found(startsOn: string): Promise<void> {
    const { workspaceId, marketing, engineering } = this;
    const createSandbox = async (id: string, now: string): Promise<void> => {
      await this.owner.query('insert into log.sandbox_clock (workspace_id, now) values ($1, $2)', [id, now]);
    };
    const startsAt = `${startsOn}T08:00:00.000Z`;
    const wanted = { workspaceId, name: 'Bench', sandbox: true, startsAt, timeZone: ZONE };
    await new Workspaces(this.pool, { createSandbox }).create(wanted);
    for (const [teamId, side] of [
      [marketing, 'CONSUMER'],
      [engineering, 'PROVIDER'],
    ] as const)
      await this.happened(team, teamId, [{ type: 'TeamCreated', data: { teamId, side, timeZone: ZONE } }]);
    for (let count = 0; count < PEOPLE; count += 1) this.engineers.push(await this.join('ENGINEER', engineering));
    this.finance = await this.join('FINANCE', null);
  }

  /** Somebody more. */
  async join(role: Role, teamId: string | null): Promise<Caller> {
    const personId = randomUUID();
    await this.happened(person, personId, [
      { type: 'PersonAdded', data: { personId } },
      { type: 'RoleGranted', data: { personId, role, teamId } },
    ]);
    const tokens: string[] = [];
    for (let count = 0; count < TOKENS; count += 1) {
      const { workspaceId } = this;
      const command = operatorCommand({ workspaceId, operation: 'mintToken', input: { count, personId } });
      const asked = { personId, label: 'bench', roles: null, scopes: null, expiresAt: null };
      tokens.push((await new Tokens(this.log, new PeopleStore(this.pool)).mint(command, asked, null)).token!);
    }
    return { personId, tokens };
  }

  /** The number of the next agreement. */
  nextAgreement(): number {
    return (this.agreements += 1);
  }

  command(operation: string) {
    return operatorCommand({ workspaceId: this.workspaceId, operation, input: { id: randomUUID() } });
  }

  async happened<State, Event extends Fact>(
    aggregate: Aggregate<State, Event>,
    id: string,
    facts: readonly Event[],
  ): Promise<void> {
    await this.log.decideOne(this.command('happened'), { aggregate, id, expect: 'new' }, () => facts);
  }

  /** Puts the clock at the morning of a day, never back. */
  async on(day: string): Promise<void> {
    const move = 'update log.sandbox_clock set now = greatest(now, $2) where workspace_id = $1';
    await this.owner.query(move, [this.workspaceId, `${day}T08:00:00.000Z`]);
  }

  /** Ids of so many requests of marketing that engineering has triaged. */
  async requests(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (const [index, id] of ids.entries()) await this.happened(request, id, this.triaged(index + 1));
    return ids;
  }

  private triaged(number: number): RequestEvent[] {
    const drafted = { number, title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId: this.marketing } as const;
    const triage = { providerTeamId: this.engineering, priorityClass: 'NORMAL', roughMinutes: 600 } as const;
    const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const source = { kind: 'FORM', ref: null } as const;
    const requesterId = this.finance.personId;
    return [
      { type: 'RequestDrafted', data: { ...drafted, requesterId, source } },
      { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
      { type: 'RequestTriaged', data: triage },
    ];
  }

  /** Waits for caches that are still being written. */
  settle(): Promise<void> {
    return this.log.settle();
  }
}
