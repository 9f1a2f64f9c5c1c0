import { Nested, Text, Whole } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';
import { MOST_TYPES } from '../domain/index.js';

@InputType({ description: 'A type of events whose data shall come in the version that is known there.' })
export class WebhookPinInput {
  @Text({ description: 'Name of the fact, e.g. `RequestSubmitted`.' })
  type: string;

  @Whole({ description: 'Version of its data, e.g. 1; `eventTypes` tells which there are.' })
  version: number;
}

/** What a webhook is told of, and where. */
@InputType({ isAbstract: true })
export abstract class WebhookTermsInput {
  @Text({
    description:
      'Where deliveries go, e.g. `https://tools.example/hooks/twolane`: https, a public address, no user name, up to 2,000 characters. ' +
      'It is part of the facts, so put no secret in it.',
  })
  url: string;

  @Text({ nullable: true, description: 'What it is for: up to 500 characters, without personal data.' })
  description?: string | null;

  @Text({
    each: true,
    nullable: true,
    description: `Names of the facts it is told of, e.g. \`["RequestSubmitted"]\`, at most ${MOST_TYPES}; all unless told.`,
  })
  types?: string[] | null;

  @Text({ nullable: true, description: 'The stream it is told of, e.g. `request-6f0e…`; all unless told.' })
  subject?: string | null;

  @Nested(() => WebhookPinInput, {
    each: true,
    nullable: true,
    description: 'Types whose data shall come in an older version than the newest; none unless told.',
  })
  versions?: WebhookPinInput[] | null;
}
