import { Instant, Money, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { ProviderChecklistItemEnum, ProviderIntegrationStepEnum, ProviderItemStatusEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType({ description: 'Something an agency handed in to prove an item.' })
export class ProviderEvidence {
  @Field(() => String, { nullable: true, description: 'Where it is, e.g. `https://docs.example/nda.pdf`.' })
  link: string | null;

  @Field(() => String, { nullable: true, description: 'In words, at most 4,000 characters.' })
  text: string | null;

  @Field(() => Instant, { description: 'When it was handed in.' })
  submittedAt: string;

  @Field(() => Person, { nullable: true, description: 'Who handed it in.' })
  @Needs('people.read')
  submittedBy: LookedUp<Person>;
}

@ObjectType({ description: 'An item an agency has to prove, and how far that is.' })
export class ProviderChecklistEntry {
  @Field(() => ProviderChecklistItemEnum, { description: 'What has to be proved.' })
  item: string;

  @Field(() => ProviderItemStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => [ProviderEvidence], { description: 'What was handed in, oldest first, at most 20.' })
  evidence: ProviderEvidence[];

  @Field(() => String, { nullable: true, description: 'What the reviewer said of the evidence as it stands.' })
  note: string | null;

  @Field(() => Instant, { nullable: true, description: 'When the reviewer judged it; null while nobody has.' })
  judgedAt: string | null;

  @Field(() => Person, { nullable: true, description: 'The reviewer who judged it.' })
  @Needs('people.read')
  judgedBy: LookedUp<Person>;
}

@ObjectType({ description: 'A system an agency’s people can get into, or could.' })
export class ProviderAccess {
  @Field(() => ID, { description: 'Its id inside the provider, e.g. `X1`.' })
  id: string;

  @Field(() => String, { description: 'Which system, e.g. `Content management`.' })
  system: string;

  @Field(() => Instant, { description: 'When it was recorded.' })
  grantedAt: string;

  @Field(() => Person, { nullable: true, description: 'Who recorded it.' })
  @Needs('people.read')
  grantedBy: LookedUp<Person>;

  @Field(() => Instant, { nullable: true, description: 'When somebody confirmed that it is revoked; null before.' })
  revokedAt: string | null;

  @Field(() => Person, { nullable: true, description: 'Who confirmed that.' })
  @Needs('people.read')
  revokedBy: LookedUp<Person>;
}

@ObjectType({ description: 'A step by which an agency’s people became part of the team.' })
export class ProviderIntegration {
  @Field(() => ProviderIntegrationStepEnum, { description: 'Which step.' })
  step: string;

  @Field(() => String, { nullable: true, description: 'More about it, at most 4,000 characters.' })
  note: string | null;

  @Field(() => Instant, { description: 'When it was recorded as done.' })
  doneAt: string;

  @Field(() => Person, { nullable: true, description: 'Who takes the part, e.g. the point person.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Who recorded it.' })
  @Needs('people.read')
  recordedBy: LookedUp<Person>;
}

@ObjectType({ description: 'What an hour of one kind of work costs.' })
export class ProviderCardRate {
  @Field(() => String, { description: 'Which work, e.g. `Design`.' })
  work: string;

  @Field(() => Money, { description: 'Price of an hour, e.g. 110.00 EUR.' })
  rate: Money;
}
