import type { Provider } from '@nestjs/common';
import { CorrectTimeHandler, CorrectTimeMutation } from './correct-time.js';
import { RecordPriorPeriodAdjustmentHandler, RecordPriorPeriodAdjustmentMutation } from './credit-time.js';
import { EntryDesk } from './entry-desk.js';
import './problems.js';
import { RecordLateTimeHandler, RecordLateTimeMutation } from './record-late-time.js';
import { RecordTimeHandler, RecordTimeMutation } from './record-time.js';
import { ReverseTimeHandler, ReverseTimeMutation } from './reverse-time.js';
import { TimeDesk } from './time-desk.js';
import { TimeCommands } from './time-entry-payload.js';
import { TimeEntryReader } from './time-entry-reader.js';
import { timeImportParts } from './import/index.js';
import { MyTimeView } from './my-time.view.js';
import { TimeEntryLists } from './time-entry-list.view.js';
import { TimeEntryView } from './time-entry.view.js';
import { TimeEntries } from './to-time-entry.js';

export const timeParts: Provider[] = [
  TimeDesk,
  EntryDesk,
  TimeCommands,
  TimeEntryReader,
  TimeEntries,
  TimeEntryView,
  TimeEntryLists,
  MyTimeView,
  RecordTimeHandler,
  RecordTimeMutation,
  ReverseTimeHandler,
  ReverseTimeMutation,
  CorrectTimeHandler,
  CorrectTimeMutation,
  RecordLateTimeHandler,
  RecordLateTimeMutation,
  RecordPriorPeriodAdjustmentHandler,
  RecordPriorPeriodAdjustmentMutation,
  ...timeImportParts,
];
