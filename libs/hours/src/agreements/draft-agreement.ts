import { Caller, GlobalId, InputArg, Needs, Nested, Text } from '#libs/api-kit';
import { EventLog, PostgresLogStore } from '#libs/event-log';
import { createdId } from '#libs/people';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import type { HoursChange } from '../decisions.js';
import { agreement, draftAgreement, type DraftAgreementInput as Draft } from '../domain/index.js';
import { AgreementParties, AgreementProviderInput } from './agreement-parties.js';
import { AgreementCommands, AgreementPayload } from './agreement-payload.js';
import { RateInput, ratesOf } from './rate.input.js';
import { GrantInput, newTerms, TermsInput } from './terms.input.js';

@InputType({ description: 'Who agrees with whom, on how many hours a month, at which price.' })
export class DraftAgreementInput extends TermsInput {
  @GlobalId('Team', { description: 'The team that asks for work, e.g. marketing.' })
  consumerTeamId: string;

  @Nested(() => AgreementProviderInput, { description: 'Who does the work.' })
  provider: AgreementProviderInput;

  @Text({ description: 'IANA zone in which days and months begin, e.g. `Europe/Berlin`.' })
  timeZone: string;

  @Field(() => String, { description: 'ISO 4217 currency of all its amounts, e.g. `EUR`.' })
  @Matches(/^[A-Z]{3}$/, { message: 'Write a currency such as EUR.' })
  currency: string;

  @Text({ description: 'Its first month, e.g. `2026-01`.' })
  validFrom: string;

  @Text({ nullable: true, description: 'Its last month, e.g. `2026-12`; open-ended when left out.' })
  validTo?: string | null;

  @Nested(() => GrantInput, { description: 'What a month grants.' })
  grant: GrantInput;

  @Nested(() => RateInput, {
    each: true,
    description: 'Its rates, at most 500; one of them for every kind of work and every role, in force when it begins.',
  })
  rates: RateInput[];
}

export class DraftAgreement extends Command<HoursChange> {
  constructor(
    readonly input: DraftAgreementInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(DraftAgreement)
export class DraftAgreementHandler implements ICommandHandler<DraftAgreement> {
  constructor(
    private readonly log: EventLog,
    private readonly store: PostgresLogStore,
    private readonly parties: AgreementParties,
  ) {}

  async execute({ input, caller }: DraftAgreement): Promise<HoursChange> {
    const { workspaceId } = caller.viewer;
    const draft = await this.draftOf(workspaceId, input);
    // Drawn before the decision: a number that is refused leaves a gap, two agreements never share one.
    const number = await this.store.nextNumber(workspaceId, agreement.type);
    const agreementId = createdId(caller.command, agreement.type);
    const stream = { aggregate: agreement, id: agreementId, expect: 'new' as const };
    const { position, replayed, remembered } = await this.log.decideOne(caller.command, stream, (state) =>
      draftAgreement(state, { ...draft, number }),
    );
    return { agreementId, period: null, entryId: null, position, replayed, remembered };
  }

  private async draftOf(workspaceId: string, input: DraftAgreementInput): Promise<Omit<Draft, 'number'>> {
    const { consumerTeamId, timeZone, currency, validFrom, validTo = null } = input;
    await this.parties.requireConsumer(workspaceId, consumerTeamId);
    const provider = await this.parties.provider(workspaceId, input.provider);
    await this.parties.requireGranted(workspaceId, input.grant);
    const terms = newTerms(input, provider.teamId);
    const rates = ratesOf(input.rates, currency);
    return { consumerTeamId, provider, timeZone, currency, validFrom, validTo, terms, rates };
  }
}

@Resolver()
export class DraftAgreementMutation {
  constructor(private readonly commands: AgreementCommands) {}

  @Mutation(() => AgreementPayload, {
    description:
      'Writes an agreement down; it holds once both sides have signed it. NOT_FOUND for a team, a person or an agency of no such id; ' +
      'CURRENCY_MISMATCH; LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('agreement.draft')
  draftAgreement(@InputArg() input: DraftAgreementInput, @Caller() caller: Caller): Promise<AgreementPayload> {
    return this.commands.carryOut(new DraftAgreement(input, caller));
  }
}
