import { type ApiContext, Ctx } from '#libs/api-kit';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { RequestObject } from '../types/request.type.js';
import { columnOf } from '../types/to-request.js';
import { CustomFieldValue, Label } from './settings.type.js';
import { SettingsReader } from './settings-reader.js';
import { labelsIn, valuesIn } from './to-settings.js';

/** Labels and custom fields of a request: the settings are read once for an operation. */
@Resolver(() => RequestObject)
export class RequestSettingsFields {
  constructor(private readonly settings: SettingsReader) {}

  @ResolveField(() => [Label], { description: 'Its labels in the order they were put on; at most 20.' })
  async labels(@Parent() request: RequestObject, @Ctx() context: ApiContext): Promise<Label[]> {
    const ids = columnOf(request, 'labels');
    return ids.length === 0 ? [] : labelsIn(await this.settingsOf(request, context), ids);
  }

  @ResolveField(() => [CustomFieldValue], {
    description:
      'Values of its custom fields in the order the fields were defined; those without a value are left out.',
  })
  async customFields(@Parent() request: RequestObject, @Ctx() context: ApiContext): Promise<CustomFieldValue[]> {
    const values = Object.entries(columnOf(request, 'custom_fields')).flatMap(([fieldId, value]) =>
      value === null ? [] : [{ fieldId, value }],
    );
    return values.length === 0 ? [] : valuesIn(await this.settingsOf(request, context), values);
  }
  /** Of a request of the past: labels and fields as they were called then. */
  private settingsOf({ workspaceId, asOfPosition }: RequestObject, context: ApiContext) {
    return asOfPosition === null
      ? this.settings.of(workspaceId, context)
      : this.settings.at(workspaceId, asOfPosition, context);
  }
}
