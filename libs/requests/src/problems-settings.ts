import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('Another one that is in use has this name; capitals make no difference.')
export class NameTakenProblem extends Problem {
  @Field(() => String, { description: 'The name.' })
  name: string;
}

@describe('A value does not fit its custom field.')
export class CustomFieldInvalidProblem extends Problem {
  /** Not a field: the plain id. */
  fieldId: string;

  @Field(() => ID, { name: 'fieldId', description: 'Global id of the field.' })
  get globalFieldId(): string {
    return toGlobalId('CustomField', this.fieldId);
  }

  // Two types of one interface cannot give one name to a text and to a number: a stale version has `expected`, too.
  @Field(() => String, {
    name: 'expectedValue',
    description: 'What it takes, in words, e.g. `number, a whole one, at least 1`.',
  })
  expected: string;
}

@describe('Custom fields that are owed by now have no value.')
export class CustomFieldRequiredProblem extends Problem {
  /** Not a field: the plain ids. */
  fieldIds: readonly string[];

  @Field(() => [ID], { name: 'fieldIds', description: 'Global ids of the fields, in the order of their definition.' })
  get globalFieldIds(): string[] {
    return this.fieldIds.map((id) => toGlobalId('CustomField', id));
  }

  @Field(() => [String], { description: 'Their names.' })
  names: readonly string[];
}

registerProblem('NAME_TAKEN', NameTakenProblem);
registerProblem('CUSTOM_FIELD_INVALID', CustomFieldInvalidProblem);
registerProblem('CUSTOM_FIELD_REQUIRED', CustomFieldRequiredProblem);
