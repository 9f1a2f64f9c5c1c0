import { Caller, GlobalId, InputArg, MoneyInput, Needs, Nested, Text } from '#libs/api-kit';
import { EventLog, PostgresLogStore, ValidationFailed } from '#libs/event-log';
import { createdId, Directory, PeopleReads } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { changeOf, commandOf, contextOf, ProviderCommand, type ProviderChange } from '../decisions.js';
import { agencyTeam, inviteProvider, provider, purchaseOrder } from '../domain/index.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'What an hour of one kind of work costs.' })
export class CardRateInput {
  @Text({ description: 'Which work, e.g. `Design`, in at most 200 characters.' })
  work: string;

  @Nested(() => MoneyInput, { description: 'Price of an hour, in the currency of the purchase order.' })
  rate: MoneyInput;
}

@InputType({ description: 'An agency whose people are to work here.' })
export class InviteProviderInput {
  @Text({ description: 'What it is called, in 2 to 200 characters.' })
  name: string;

  @GlobalId('Team', {
    description: 'The team its people are in: a PROVIDER team in which nobody of the house has a role.',
  })
  teamId: string;

  @GlobalId('Person', { nullable: true, description: 'Whom to talk to there.' })
  contactId?: string | null;

  @Nested(() => MoneyInput, { description: 'What its work may cost altogether, e.g. 5,000.00 EUR; 0 for nothing yet.' })
  ceiling: MoneyInput;

  @Nested(() => CardRateInput, {
    each: true,
    nullable: true,
    description: 'What its hours cost: at most 20 kinds of work.',
  })
  rateCard?: CardRateInput[] | null;
}

export class InviteProvider extends ProviderCommand<InviteProviderInput> {
  constructor(input: InviteProviderInput, caller: Caller) {
    super(input, 'new', caller);
  }
}

/** More people than any agency sends. */
const MOST_PEOPLE = 250;

@CommandHandler(InviteProvider)
export class InviteProviderHandler implements ICommandHandler<InviteProvider> {
  constructor(
    private readonly log: EventLog,
    private readonly store: PostgresLogStore,
    private readonly directory: Directory,
    private readonly people: PeopleReads,
  ) {}

  async execute({ input, caller }: InviteProvider): Promise<ProviderChange> {
    const { workspaceId } = caller.viewer;
    const { name, teamId, contactId, ceiling, rateCard } = input;
    await this.requireAgencyTeam(workspaceId, teamId);
    if (contactId != null) await this.directory.requirePerson(workspaceId, contactId, ['input', 'contactId']);
    // Drawn before the decision: a number that is refused leaves a gap, two agencies never share one.
    const number = await this.store.nextNumber(workspaceId, provider.type);
    const providerId = createdId(caller.command, provider.type);
    const streams = {
      provider: { aggregate: provider, id: providerId, expect: 'new' as const },
      order: { aggregate: purchaseOrder, id: providerId, expect: 'new' as const },
      team: { aggregate: agencyTeam, id: teamId, expect: 'latest' as const },
    };
    const decided = await this.log.decide(commandOf(caller), streams, (states, { now }) =>
      inviteProvider(
        states,
        { providerId, number, name, teamId, contactId, ceiling, rateCard },
        contextOf(caller, now),
      ),
    );
    return changeOf({ providerId, key: 'provider', caller }, decided);
  }

  /** @throws NotFound, ValidationFailed for a team that asks for work, or one of the house */
  private async requireAgencyTeam(workspaceId: string, teamId: string): Promise<void> {
    const path = ['input', 'teamId'];
    await this.directory.requireTeam(workspaceId, teamId, path);
    if (!(await this.directory.hasTeam(workspaceId, teamId, 'PROVIDER')))
      throw new ValidationFailed('An agency does work: give a team of the side PROVIDER.', path);
    const { nodes } = await this.people.peoplePage(workspaceId, { teamId }, { first: MOST_PEOPLE });
    const held = nodes.flatMap(({ roles }) => roles.filter((role) => role.teamId === teamId));
    if (held.some(({ role }) => role !== 'AGENCY_MEMBER'))
      throw new ValidationFailed('People of the house have roles in this team; an agency has a team of its own.', path);
  }
}

@Resolver()
export class InviteProviderMutation {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Invites an agency: it gets its number, its checklist and a purchase order. NOT_FOUND for a team or a person of no such id; ' +
      'VALIDATION_FAILED for a team that is not an agency’s; TEAM_OF_ANOTHER_PROVIDER; CURRENCY_MISMATCH for a rate in another ' +
      'currency than the ceiling; LIMIT_REACHED for more than 20 rates; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  inviteProvider(@InputArg() input: InviteProviderInput, @Caller() caller: Caller): Promise<ProviderPayload> {
    return this.commands.carryOut(new InviteProvider(input, caller), caller);
  }
}
