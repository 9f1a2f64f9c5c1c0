import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Directory, type NamedPerson } from '#libs/people';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { reviseBrief, type NotNeeded, type ReviseBriefInput as Revision, type RevisionCause } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { BriefInput } from '../types/brief.input.js';
import { RevisionCauseEnum } from '../types/command-enums.js';

@InputType({ description: 'A new revision of the brief.' })
export class ReviseBriefInput {
  @GlobalId('Request', { description: 'Whose brief.' })
  requestId: string;

  @Nested(() => BriefInput, { description: 'The parts that change.' })
  brief: BriefInput;

  @Choice(RevisionCauseEnum, {
    nullable: true,
    description: 'Why it changes; owed once both sides have approved, before that a clarification unless told.',
  })
  cause?: RevisionCause | null;
}

export class ReviseBrief extends RequestCommand<ReviseBriefInput> {}

@CommandHandler(ReviseBrief)
export class ReviseBriefHandler implements ICommandHandler<ReviseBrief> {
  constructor(
    private readonly decisions: RequestDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: ReviseBrief): Promise<RequestChange> {
    const { input, caller } = command;
    await this.directory.requirePeople(caller.command.workspaceId, peopleNamedIn(input.brief));
    const revision: Revision = { brief: briefOf(input.brief), cause: input.cause };
    return this.decisions.change(command, (state, _input, context) => reviseBrief(state, revision, context));
  }
}

const at = (list: string, role: string) => (id: string | null | undefined, index: number) =>
  id == null ? [] : [{ id, path: ['input', 'brief', list, String(index), role] }];

export function peopleNamedIn({ assets, tracking, measurementPlan }: BriefInput): NamedPerson[] {
  return [
    ...(assets ?? []).map(({ approvedBy }) => approvedBy).flatMap(at('assets', 'approvedBy')),
    ...(tracking ?? []).map(({ verifier }) => verifier).flatMap(at('tracking', 'verifier')),
    ...(measurementPlan ?? []).map(({ owner }) => owner).flatMap(at('measurementPlan', 'owner')),
  ];
}

const reasonIn = (text: string | null | undefined): NotNeeded | null | undefined =>
  text == null ? text : { reason: text };

export function briefOf({ assetsNotNeeded, trackingNotNeeded, ...lists }: BriefInput): Revision['brief'] {
  return {
    ...lists,
    assetsNotNeeded: reasonIn(assetsNotNeeded),
    trackingNotNeeded: reasonIn(trackingNotNeeded),
  };
}

@Resolver()
export class ReviseBriefMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Writes the next revision of a brief; nothing happens when nothing changes. An estimate falls when criteria change, and once ' +
      'approved it is stale until confirmed. BRIEF_STORY_INCOMPLETE, CRITERION_ID_REUSED, PII_NOT_ALLOWED, LIMIT_REACHED; ' +
      'REQUEST_INCOMPLETE when a submitted request would lose a section; REASON_REQUIRED for a change of an approved one without a cause.',
  })
  @Needs('request.revise')
  async reviseBrief(
    @InputArg() input: ReviseBriefInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ReviseBrief(input, expectedVersion(expect), caller));
  }
}
