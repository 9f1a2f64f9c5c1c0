import {
  allOf,
  Connection,
  ConnectionArgs,
  CursorCodec,
  Instant,
  Json,
  keysetPage,
  mapPage,
  Needs,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { tellableFailure } from '#libs/event-log';
import { Args, ArgsType, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import pg from 'pg';
import { withoutSecrets } from './without-secrets.js';

@ObjectType({ description: 'An appointment of a process with itself.' })
export class ProcessTimer {
  @Field(() => String, {
    description: 'Names it among the timers of its process, e.g. the stream it is about; give it to `retryTimer`.',
  })
  key: string;

  @Field(() => Instant, { description: 'When it is due, by your workspace’s time.' })
  dueAt: string;

  @Field(() => Json, { description: 'What the process told itself, e.g. `{"reviewDate": "2026-02-02"}`.' })
  payload: unknown;

  @Field(() => Int, { description: 'How often it has failed since it was set or retried, e.g. 0.' })
  attempts: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why it failed the last time: a refusal with its code, or what kind of failure it was.',
  })
  failure: string | null;

  @Field(() => Instant, {
    nullable: true,
    description: 'Since when it is given up: it does nothing until it is retried; null while it waits.',
  })
  parkedAt: string | null;
}

@ObjectType({ description: 'Timers of one process in your workspace, page by page.' })
export class ProcessTimerConnection extends Connection('ProcessTimer', () => ProcessTimer) {}

@ArgsType()
export class ProcessTimersArgs extends ConnectionArgs {
  @Field(() => String, { description: 'Name of the process, e.g. `month-clock`.' })
  @IsString()
  @MaxLength(200)
  process: string;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are given up, or only those that wait.' })
  @IsOptional()
  @IsBoolean()
  parked?: boolean | null;
}

interface TimerRow {
  readonly key: string;
  readonly due_at: Date;
  readonly payload: unknown;
  readonly attempts: number;
  readonly failure: string | null;
  readonly parked_at: Date | null;
}

const toTimer = ({ key, due_at, payload, attempts, failure, parked_at }: TimerRow): ProcessTimer => ({
  key,
  dueAt: due_at.toISOString(),
  payload: withoutSecrets(payload),
  attempts,
  failure: failure === null ? null : tellableFailure(failure, { whole: true }),
  parkedAt: parked_at?.toISOString() ?? null,
});

const isParked = (parked: boolean) => (parked ? sql`parked_at IS NOT NULL` : sql`parked_at IS NULL`);

/** What processes of a workspace wait for. */
@Resolver()
export class TimersView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
  ) {}

  @Query(() => ProcessTimerConnection, {
    description:
      'Timers of one process in your workspace, the one that is due first at the top; none for a process nobody knows.',
  })
  @Needs('process.read')
  async processTimers(@Args() args: ProcessTimersArgs, @Reader() { viewer }: Reader): Promise<Page<ProcessTimer>> {
    const { process, parked } = args;
    const mine = sql`workspace_id = ${viewer.workspaceId}::uuid AND process = ${process}`;
    const page = await keysetPage<TimerRow>({
      db: this.pool,
      table: 'log.timer',
      columns: ['key', 'due_at', 'payload', 'attempts', 'failure', 'parked_at'],
      where: allOf([mine, ...(parked == null ? [] : [isParked(parked)])]),
      order: [{ column: 'due_at', direction: 'ASC', nulls: 'never' }],
      id: 'key',
      args,
      cursors: this.cursors,
      scope: `${viewer.workspaceId} ${process}`,
    });
    return mapPage(page, toTimer);
  }
}
