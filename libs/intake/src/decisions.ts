import type { Caller, Grant } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { Command, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Aggregate,
  type Command as LogCommand,
  type Decided,
  EventLog,
  type ExpectedVersion,
  type Fact,
  Forbidden,
  type Instant,
} from '#libs/event-log';
import { circumstancesOf, peopleSecurity, type Right } from '#libs/people';
import { type IntakeContext, intakePolicy } from './domain/index.js';

/** What became of a command on an object of this context. */
export interface Change {
  /** Plain id of the object. */
  readonly id: string;
  readonly position: number | null;
  readonly replayed: boolean;
  /** The object's row as the command left it, with its key; null when the command stored nothing. */
  readonly row: object | null;
}

/** A command on an object that exists. */
export abstract class IntakeCommand<Input> extends Command<Change> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A command that makes an object. */
export abstract class NewCommand<Input> extends Command<Change> {
  constructor(
    readonly input: Input,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The caller's command, naming the policy it is decided by. */
export const commandOf = ({ command }: Caller): LogCommand => ({ ...command, policyVersion: intakePolicy.version });

/** What a rule may know besides state and input. */
export const contextOf = (caller: Caller, now: Instant): IntakeContext => ({
  ...circumstancesOf(caller, now),
  policy: intakePolicy,
});

/** The caller as a command of another kind would see them: who converts into a thing must be allowed to make it. @throws Forbidden */
export function carrying(caller: Caller, right: Right): Caller {
  const grant: Grant | null = peopleSecurity.grantOf(caller.viewer, right);
  if (grant === null) throw new Forbidden(right);
  return { ...caller, grant };
}

/** An aggregate and the table of its row. */
export interface Kept<State, Event extends Fact> {
  readonly aggregate: Aggregate<State, Event>;
  readonly table: string;
}

/** Hands objects to their rules: brings time, actor and policy along, and keeps what the rule decides. */
@Injectable()
export class IntakeDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  async decide<State, Event extends Fact>(
    { aggregate, table }: Kept<State, Event>,
    { id, expect, caller }: { id: string; expect: ExpectedVersion; caller: Caller },
    rule: (state: State, context: IntakeContext) => readonly Event[],
  ): Promise<Change> {
    const decided = await this.log.decideOne(commandOf(caller), { aggregate, id, expect }, (state, { now }) =>
      rule(state, contextOf(caller, now)),
    );
    return changeOf({ id, table, key: 'it', caller }, decided);
  }
}

/** One object's part of a decision. */
export function changeOf<Key extends string>(
  { id, table, key, caller }: { id: string; table: string; key: Key; caller: Caller },
  { position, replayed, versions, rowOf }: Decided<Key>,
): Change {
  const stored = rowOf(key, table);
  const row = stored && { ...stored, workspace_id: caller.viewer.workspaceId, version: versions[key] };
  return { id, position, replayed, row };
}

/** The handler of a command whose rule takes its input as it came. */
@Injectable()
export abstract class RuleHandler<State, Event extends Fact, Input> implements ICommandHandler<IntakeCommand<Input>> {
  protected abstract readonly kept: Kept<State, Event>;
  protected abstract readonly rule: (state: State, input: Input, context: IntakeContext) => readonly Event[];

  constructor(protected readonly decisions: IntakeDecisions) {}

  protected abstract idOf(input: Input): string;

  execute({ input, expect, caller }: IntakeCommand<Input>): Promise<Change> {
    const of = { id: this.idOf(input), expect, caller };
    return this.decisions.decide(this.kept, of, (state, context) => this.rule(state, input, context));
  }
}
