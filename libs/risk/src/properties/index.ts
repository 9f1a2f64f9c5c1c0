import type { Provider } from '@nestjs/common';
import { historyOf } from '#libs/api-kit';
import { freeze, peak, property } from '../domain/index.js';
import { summaryOf } from '../summary.js';
import { AssignResponsibilityHandler, AssignResponsibilityMutation } from './assign-responsibility.js';
import { ChangeCalendarReader } from './change-calendar.reader.js';
import { ChangeCalendarView } from './change-calendar.view.js';
import { DeclareFreezeHandler, DeclareFreezeMutation } from './declare-freeze.js';
import { DeclarePeakHandler, DeclarePeakMutation } from './declare-peak.js';
import { EndFreezeHandler, EndFreezeMutation } from './end-freeze.js';
import { FreezeReader } from './freeze-reader.js';
import { FreezeObject } from './freeze.type.js';
import { FreezeViews } from './freezes.view.js';
import { OverrideFreezeHandler, OverrideFreezeMutation } from './override-freeze.js';
import { PropertyCommands } from './payloads.js';
import { PeakReader } from './peak-reader.js';
import { PeakObject } from './peak.type.js';
import { PeakViews } from './peaks.view.js';
import './problems.js';
import { PropertyDecisions } from './property-decisions.js';
import { PropertyReader } from './property-reader.js';
import { PropertyFields } from './property.fields.js';
import { PropertyObject } from './property.type.js';
import { PropertyViews } from './properties.view.js';
import { RecordCheckHandler, RecordCheckMutation } from './record-check.js';
import { RegisterPropertyHandler, RegisterPropertyMutation } from './register-property.js';
import { RequestPropertiesField } from './request-properties.view.js';

export const propertiesParts: Provider[] = [
  PropertyDecisions,
  PropertyReader,
  PeakReader,
  FreezeReader,
  PropertyCommands,
  PropertyViews,
  PropertyFields,
  PeakViews,
  FreezeViews,
  ChangeCalendarReader,
  ChangeCalendarView,
  RequestPropertiesField,
  RegisterPropertyHandler,
  RegisterPropertyMutation,
  AssignResponsibilityHandler,
  AssignResponsibilityMutation,
  RecordCheckHandler,
  RecordCheckMutation,
  DeclarePeakHandler,
  DeclarePeakMutation,
  DeclareFreezeHandler,
  DeclareFreezeMutation,
  EndFreezeHandler,
  EndFreezeMutation,
  OverrideFreezeHandler,
  OverrideFreezeMutation,
  historyOf(() => PropertyObject, 'property.read', { streamType: property.type, summaryOf }),
  historyOf(() => PeakObject, 'property.read', { streamType: peak.type, summaryOf }),
  historyOf(() => FreezeObject, 'property.read', { streamType: freeze.type, summaryOf }),
];
