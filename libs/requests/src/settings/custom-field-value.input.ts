import { Day, Decimal, Flag, GlobalId, InnerId, Nested, Text } from '#libs/api-kit';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import type { GivenField } from '../domain/index.js';

@InputType({ isOneOf: true, description: 'One value, by the kind of the field, e.g. `{ number: 12 }`.' })
export class CustomFieldContentInput {
  @Text({ nullable: true, description: 'For a TEXT or URL field.' })
  text?: string | null;

  @Decimal({ nullable: true, description: 'For a NUMBER field.' })
  number?: number | null;

  @Flag({ nullable: true, description: 'For a BOOLEAN field.' })
  boolean?: boolean | null;

  @Day({ nullable: true, description: 'For a DATE field.' })
  date?: string | null;

  @InnerId({ nullable: true, description: 'For a CHOICE field: id of an option, e.g. `O1`.' })
  choice?: string | null;

  @Field(() => [ID], { nullable: true, description: 'For a CHOICES field: ids of one or more options.' })
  @IsString({ each: true })
  @IsOptional()
  choices?: string[] | null;
}

@InputType({ description: 'A value of a custom field.' })
export class CustomFieldValueInput {
  @GlobalId('CustomField', { description: 'Which field.' })
  fieldId: string;

  @Nested(() => CustomFieldContentInput, { nullable: true, description: 'Its value; null takes it away.' })
  value?: CustomFieldContentInput | null;
}

/** As rules take them. */
export const givenFields = (values: readonly CustomFieldValueInput[]): GivenField[] =>
  values.map(({ fieldId, value }) => ({ fieldId, value: value ?? null }));
