import { type ApiContext, Ctx, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { Query, Resolver } from '@nestjs/graphql';
import { requestSettings } from '../domain/index.js';
import { RequestSettings } from './settings.type.js';
import { SettingsReader } from './settings-reader.js';
import { type StoredSettings, toField, toLabel, toSettings, toTemplate } from './to-settings.js';

type Found = (settings: StoredSettings, id: string) => object | null;

const KINDS: Readonly<Record<string, Found>> = {
  RequestSettings: (settings, id) => (id === settings.workspace_id ? toSettings(settings) : null),
  Label: ({ labels }, id) => labels.filter((label) => label.id === id).map(toLabel)[0] ?? null,
  CustomField: ({ custom_fields: fields }, id) => fields.filter((field) => field.id === id).map(toField)[0] ?? null,
  RequestTemplate: (settings, id) =>
    settings.templates.filter((one) => one.id === id).map((one) => toTemplate(one, settings))[0] ?? null,
};

/** Labels, custom fields and templates of the workspace, together and behind `node`. */
@Resolver()
export class RequestSettingsView {
  constructor(
    private readonly settings: SettingsReader,
    nodes: NodeResolvers,
  ) {
    for (const [type, find] of Object.entries(KINDS)) {
      nodes.register({
        type,
        right: 'settings.read',
        ...(type === 'RequestSettings' && { streamType: requestSettings.type }),
        load: async (ids, { viewer }, context) => {
          const found = await settings.of(viewer.workspaceId, context);
          return ids.map((id) => find(found, id));
        },
      });
    }
  }

  @Query(() => RequestSettings, {
    description: 'Labels, custom fields and templates of your workspace; version 0 before anything was defined.',
  })
  @Needs('settings.read')
  async requestSettings(@Reader() { viewer }: Reader, @Ctx() context: ApiContext): Promise<RequestSettings> {
    return toSettings(await this.settings.of(viewer.workspaceId, context));
  }
}
