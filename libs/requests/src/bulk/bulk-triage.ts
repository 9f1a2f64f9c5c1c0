import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested, Whole } from '#libs/api-kit';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { PeopleReads } from '#libs/people';
import { requireRoom } from '#libs/vocabulary';
import {
  OwnerRequired,
  type PriorityClass,
  requireCustomFields,
  type TriageInput,
  triageRequest,
} from '../domain/index.js';
import { RequestReader } from '../request-reader.js';
import { settingsAsTheyStand, settingsIn } from '../settings/settings-stream.js';
import { Onboarding, type OnboardingCheck } from '../triage/onboarding.js';
import { Unaccountable } from '../triage/unaccountable.js';
import { PriorityClassEnum } from '../types/enums.js';
import { BulkPayload, bulkPayload } from './bulk.type.js';
import { type Item, type ManyChanges, ManyRequests } from './many-requests.js';

/** Rows of one bulk command: one append of them takes about as long as a person waits for a page. */
export const MAX_ROWS = 500;

@InputType({ description: 'One request to take in, as in `triageRequest`.' })
export class BulkTriageItem {
  @GlobalId('Request', { description: 'The submitted request; named once.' })
  requestId: string;

  @Nested(() => Expect, { nullable: true, description: 'The version you have seen; the last word wins unless told.' })
  expect?: Expect | null;

  @GlobalId('Team', { description: 'The team that builds: one that works in the provider’s lane.' })
  providerTeamId: string;

  @GlobalId('Person', { nullable: true, description: 'The one person accountable; who owns it already unless told.' })
  ownerId?: string | null;

  @Choice(PriorityClassEnum, { description: 'How urgent it is; EXPEDITE is granted in another way.' })
  priorityClass: PriorityClass;

  @Whole({ description: 'First guess of its size in minutes, 1 to 1,000,000.' })
  roughMinutes: number;
}

@InputType({ description: 'Requests to take in together.' })
export class BulkTriageInput {
  @Nested(() => BulkTriageItem, { each: true, description: 'At most 500; each stands or falls alone.' })
  items: BulkTriageItem[];
}

export class BulkTriage extends Command<ManyChanges> {
  constructor(
    readonly input: BulkTriageInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(BulkTriage)
export class BulkTriageHandler implements ICommandHandler<BulkTriage> {
  constructor(
    private readonly many: ManyRequests,
    private readonly people: PeopleReads,
    private readonly unaccountable: Unaccountable,
    private readonly onboarding: Onboarding,
  ) {}

  async execute({ input: { items }, caller }: BulkTriage): Promise<ManyChanges> {
    requireRoom(items.length, MAX_ROWS, { what: 'rows in one command', path: ['input', 'items'] });
    const known = await this.known(items, caller);
    const target = { caller, beside: [settingsAsTheyStand(caller)] };
    return this.many.decide({ ...target, items: items.map((item) => triageOf(item, known, caller)) });
  }

  /** Whatever the rows name, looked up for all of them at once. */
  private async known(items: readonly BulkTriageItem[], { command: { workspaceId } }: Caller): Promise<Known> {
    const { people, teams } = await this.people.peopleAndTeams(workspaceId, {
      people: [...new Set(items.flatMap(({ ownerId }) => ownerId ?? []))],
      teams: [...new Set(items.map(({ providerTeamId }) => providerTeamId))],
    });
    const providers = teams.filter(({ side }) => side === 'PROVIDER').map(({ id }) => id);
    const requestIds = items.map(({ requestId }) => requestId);
    return {
      people: new Set(people.map(({ id }) => id)),
      providers: await this.onboarding.ofTeams(workspaceId, providers),
      unaccountable: await this.unaccountable.among(workspaceId, requestIds),
    };
  }
}

interface Known {
  readonly people: ReadonlySet<string>;
  /** Teams that build, with what is to be checked of them. */
  readonly providers: ReadonlyMap<string, OnboardingCheck>;
  readonly unaccountable: ReadonlySet<string>;
}

function triageOf({ requestId, expect, ...given }: BulkTriageItem, known: Known, caller: Caller): Item {
  const triage: TriageInput = {
    ...given,
    providerTeamId: known.providers.has(given.providerTeamId) ? given.providerTeamId : null,
    warnings: known.unaccountable.has(requestId) ? ['NO_ACCOUNTABLE_ROLE'] : [],
  };
  return {
    requestId,
    ...(expect && { expect: expectedVersion(expect) }),
    rule: (state, context, others) => {
      if (given.ownerId != null && !known.people.has(given.ownerId)) throw new OwnerRequired(['input', 'ownerId']);
      const facts = triageRequest(state, triage, context);
      requireCustomFields(state, settingsIn(others, caller), 'TRIAGE');
      known.providers.get(given.providerTeamId)?.(others, context.today);
      return facts;
    },
  };
}

@Resolver()
export class BulkTriageMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: RequestReader,
  ) {}

  @Mutation(() => BulkPayload, {
    description:
      'Takes up to 500 submitted requests in, by the rules of `triageRequest` and in one step. A row that is refused stops no other; a ' +
      'repetition with the same key tells of each row what it told the first time. LIMIT_REACHED for more rows; an id that cannot be read ' +
      'refuses the whole (NOT_FOUND); a request named twice: VALIDATION_FAILED of the later row.',
  })
  @Needs('request.triage')
  async bulkTriage(@InputArg() input: BulkTriageInput, @Caller() caller: Caller): Promise<BulkPayload> {
    return bulkPayload(await this.bus.execute(new BulkTriage(input, caller)), this.requests);
  }
}
