import { historyOf } from '#libs/api-kit';
import { requestSettings } from '../domain/index.js';
import { settingsSummaryOf } from './settings-summary.js';
import { RequestSettings } from './settings.type.js';
import {
  ArchiveCustomFieldHandler,
  ChangeCustomFieldHandler,
  CustomFieldMutations,
  DefineCustomFieldHandler,
} from './custom-fields.js';
import { LabelRequestHandler, LabelRequestMutation } from './label-request.js';
import {
  ArchiveLabelHandler,
  ChangeLabelHandler,
  DefineLabelHandler,
  LabelMutations,
  RestoreLabelHandler,
} from './labels.js';
import { RequestSettingsFields } from './request-fields.view.js';
import { RequestSettingsView } from './request-settings.view.js';
import { SavedFilterReader } from './saved-filter-reader.js';
import {
  ChangeSavedFilterHandler,
  DeleteSavedFilterHandler,
  SavedFilterMutations,
  SaveFilterHandler,
} from './saved-filters.js';
import { SavedFilters } from './saved-filters.view.js';
import { SetCustomFieldsHandler, SetCustomFieldsMutation } from './set-custom-fields.js';
import { SettingsCommands } from './settings-commands.js';
import { SettingsReader } from './settings-reader.js';
import {
  ArchiveTemplateHandler,
  ChangeTemplateHandler,
  DefineTemplateHandler,
  TemplateMutations,
} from './templates.js';
import '../problems-settings.js';

/** What forms and lists of requests are made of: labels, custom fields, templates, saved filters. */
export const settingsUseCases = [
  SettingsReader,
  SettingsCommands,
  DefineLabelHandler,
  ChangeLabelHandler,
  ArchiveLabelHandler,
  RestoreLabelHandler,
  LabelMutations,
  DefineCustomFieldHandler,
  ChangeCustomFieldHandler,
  ArchiveCustomFieldHandler,
  CustomFieldMutations,
  DefineTemplateHandler,
  ChangeTemplateHandler,
  ArchiveTemplateHandler,
  TemplateMutations,
  RequestSettingsView,
  RequestSettingsFields,
  LabelRequestHandler,
  LabelRequestMutation,
  SetCustomFieldsHandler,
  SetCustomFieldsMutation,
  SavedFilterReader,
  SaveFilterHandler,
  ChangeSavedFilterHandler,
  DeleteSavedFilterHandler,
  SavedFilterMutations,
  SavedFilters,
  historyOf(() => RequestSettings, 'settings.read', { summaryOf: settingsSummaryOf, streamType: requestSettings.type }),
];
