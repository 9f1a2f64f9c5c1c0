import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type HoursChange, HoursCommand, HoursDecisions } from '../decisions.js';
import { amendAgreement, type AgreementState, type AgreementTerms } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { AgreementParties } from './agreement-parties.js';
import { AgreementCommands, AgreementPayload } from './agreement-payload.js';
import { agreementTarget } from './agreement-target.js';
import { amendOpened, plannedFrom } from './planned-months.js';
import { GrantInput, TermsInput, termsOfInput } from './terms.input.js';

@InputType({ description: 'Other terms from a month on that has not begun; what is left out stays as it is.' })
export class AmendAgreementInput extends TermsInput {
  @GlobalId('Agreement', { description: 'Which agreement.' })
  agreementId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;

  @Text({ description: 'The first month of the other terms, e.g. `2026-04`.' })
  effectiveFromPeriod: string;

  @Nested(() => GrantInput, { nullable: true, description: 'What a month grants.' })
  grant?: GrantInput | null;
}

export class AmendAgreement extends HoursCommand<AmendAgreementInput> {}

@CommandHandler(AmendAgreement)
export class AmendAgreementHandler implements ICommandHandler<AmendAgreement> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly parties: AgreementParties,
  ) {}

  async execute(command: AmendAgreement): Promise<HoursChange> {
    const { input, caller } = command;
    const { agreementId, effectiveFromPeriod, side } = input;
    await this.parties.requireGranted(caller.viewer.workspaceId, input.grant);
    return this.decisions.decide(agreementTarget(command), {}, (_none, scene) => {
      const { agreement, circumstances } = scene;
      const months = plannedFrom(agreementId, effectiveFromPeriod, scene);
      const changes = changesOf(input, agreement);
      const facts = amendAgreement({ agreement, months }, { effectiveFromPeriod, changes, side }, circumstances);
      amendOpened(agreementId, { months, facts }, scene);
      return { agreement: facts };
    });
  }
}

function changesOf(input: AmendAgreementInput, { versions, provider }: AgreementState): Partial<AgreementTerms> {
  // An agreement has terms from its draft on.
  const { terms } = versions.at(-1) as AgreementState['versions'][number];
  const { grant } = terms;
  return termsOfInput(input, terms, grant.kind === 'DEDICATED' ? grant.calendarId : provider.teamId);
}

@Resolver()
export class AmendAgreementMutation {
  constructor(private readonly commands: AgreementCommands) {}

  @Mutation(() => AgreementPayload, {
    description:
      'Asks for other terms from a month on; when the lead of the other side asks for the same they hold, and months that are opened ' +
      'already grant what they say. AMENDMENT_IN_PAST for a month that has begun; INVALID_STATE unless it is ACTIVE; NOT_FOUND; FORBIDDEN; ' +
      'SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON; LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('hours.consent')
  amendAgreement(
    @InputArg() input: AmendAgreementInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AgreementPayload> {
    return this.commands.carryOut(new AmendAgreement(input, expectedVersion(expect), caller));
  }
}
